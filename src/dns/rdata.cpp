// SPDX-License-Identifier: MIT
#include "dns/rdata.h"
#include "core/rdata_layout.h"

namespace nsfollow::dns {

namespace {

using core::Part;

// The labels of a name as they are; a pointer among them leads out of what is believed.
core::Rdata read_target(Reader& reader) {
  core::Rdata name;
  for (std::size_t length = 1; reader.ok() && length != 0;) {
    length = static_cast<std::size_t>(reader.number(1));
    const auto label = reader.octets(length < 64 ? length : ~std::size_t{0});
    name += static_cast<char>(length);
    name.append(label.begin(), label.end());
  }
  return name;
}

// Copies one field; what goes on to the end is copied as it is.
void copy(Reader& reader, Part part, std::size_t end, core::Rdata& to) {
  const auto take = [&](std::size_t count) {
    const auto octets = reader.octets(count);
    to.append(octets.begin(), octets.end());
  };
  switch (part) {
    case Part::u8:
      return take(1);
    case Part::u16:
      return take(2);
    case Part::u32:
    case Part::ipv4:
      return take(4);
    case Part::ipv6:
      return take(16);
    case Part::name:
      to += reader.name();
      return;
    case Part::target:
      to += read_target(reader);
      return;
    case Part::string:
    case Part::tag: {
      const auto size = static_cast<std::size_t>(reader.number(1));
      to += static_cast<char>(size);
      return take(size);
    }
    case Part::strings:
    case Part::text:
    case Part::hex:
    case Part::base64:
    case Part::svc_params:
      return take(end - reader.at());
  }
}

}  // namespace

std::optional<core::Rdata> read_rdata(Octets message, const Record& record) {
  const auto* layout = core::layout_of(static_cast<core::RrType>(record.type));
  if (layout == nullptr) return core::Rdata{record.rdata.begin(), record.rdata.end()};
  const auto end = record.rdata_at + record.rdata.size();
  // Pointers lead backwards, out of the data; nothing leads beyond its end.
  Reader reader{message.first(end), record.rdata_at};
  core::Rdata rdata;
  for (const auto& field : layout->fields()) copy(reader, field.part, end, rdata);
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  return rdata;
}

}  // namespace nsfollow::dns
