// SPDX-License-Identifier: MIT
#include <algorithm>
#include "core/rdata_layout.h"
#include "core/rdata_text.h"
#include "core/rdata_words.h"
#include "core/svc_params.h"

namespace nsfollow::core {

namespace {

using Text = std::optional<std::string>;

// One or more quoted strings.
Text read_strings(OctetReader& reader) {
  std::string text = quote(reader.string());
  while (reader.ok() && !reader.at_end()) text += ' ' + quote(reader.string());
  return text;
}

Text read_address(OctetReader& reader, std::size_t size) {
  const auto address = IpAddress::from_bytes(as_bytes(reader.take(size)));
  return address ? Text{address->to_text()} : std::nullopt;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Nothing, too, for what fits no bounds; where that shows in reader.ok(), any text will do.
Text read_field(OctetReader& reader, const Field& field) {
  switch (field.part) {
    case Part::u8:
      return std::to_string(reader.number(1));
    case Part::u16:
      return std::to_string(reader.number(2));
    case Part::u32:
      return std::to_string(reader.number(4));
    case Part::name:
    case Part::target:
      return read_wire_name(reader);
    case Part::string:
      return quote(reader.string());
    case Part::strings:
      return read_strings(reader);
    case Part::tag:
      return escape_string(reader.string());
    case Part::text:
      return quote(reader.rest());
    case Part::hex:
      return to_hex(reader.rest());
    case Part::base64:
      return to_base64(reader.rest());
    case Part::ipv4:
      return read_address(reader, 4);
    case Part::ipv6:
      return read_address(reader, 16);
    case Part::svc_params:
      return describe_svc_params(reader.rest());
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> rdata_text(RrType type, const Rdata& rdata) {
  const auto* layout = layout_of(type);
  if (layout == nullptr) return std::nullopt;
  OctetReader reader{rdata};
  std::string text;
  for (const auto& field : layout->fields()) {
    const auto piece = read_field(reader, field);
    if (!piece || !reader.ok()) return std::nullopt;
    // Parameters bring their blanks along, as there may be none of them.
    if (!text.empty() && field.part != Part::svc_params) text += ' ';
    text += *piece;
  }
  // What the rules for its text forbid, a hash of wrong length for one, is not of the type.
  const auto again = parse_rdata(type, text);
  if (!reader.at_end() || !again || !std::ranges::equal(*again, rdata, {}, lower, lower))
    return std::nullopt;
  return text;
}

}  // namespace nsfollow::core
