// SPDX-License-Identifier: MIT
#include "dns/wire.h"
#include <algorithm>

namespace nsfollow::dns {

namespace {

constexpr std::size_t longest_name = 255;  // RFC 1035 2.3.4

char lower(std::uint8_t octet) {
  return static_cast<char>(octet >= 'A' && octet <= 'Z' ? octet - 'A' + 'a' : octet);
}

}  // namespace

WireName to_wire(const core::DnsName& name) {
  WireName wire;
  const auto text = name == core::DnsName{} ? std::string{} : name.to_text();
  for (std::size_t at = 0; at < text.size();) {
    const auto dot = std::min(text.find('.', at), text.size());
    wire += static_cast<char>(dot - at);
    wire.append(text, at, dot - at);
    at = dot + 1;
  }
  return wire + '\0';
}

std::optional<Header> read_header(Octets message) {
  Reader reader{message};
  Header header;
  header.id = reader.u16();
  header.flags = reader.u16();
  for (auto& count : header.counts) count = reader.u16();
  if (!reader.ok()) return std::nullopt;
  return header;
}

std::uint64_t Reader::number(std::size_t octets) {
  std::uint64_t value = 0;
  for (const auto octet : this->octets(octets)) value = value << 8 | octet;
  return value;
}

Octets Reader::octets(std::size_t count) {
  ok_ = ok_ && count <= message_.size() - at_;
  if (!ok_) return {};
  at_ += count;
  return message_.subspan(at_ - count, count);
}

WireName Reader::name() {
  WireName name;
  std::size_t run = at_;              // where the present run of labels began
  std::optional<std::size_t> behind;  // where reading goes on after the first pointer
  for (;;) {
    const auto length = static_cast<std::size_t>(number(1));
    if ((length & 0xc0) == 0xc0) {
      const auto target = (length & 0x3f) << 8 | static_cast<std::size_t>(number(1));
      if (!behind) behind = at_;
      ok_ = ok_ && target < run;
      if (!ok_) return {};
      run = at_ = target;
      continue;
    }
    const auto label = octets(length);
    ok_ = ok_ && length < 64 && name.size() + 1 + length <= longest_name;
    if (!ok_) return {};
    name += static_cast<char>(length);
    for (const auto octet : label) name += lower(octet);
    if (length == 0) break;
  }
  if (behind) at_ = *behind;
  return name;
}

void put_number(Buffer& to, std::uint64_t value, std::size_t octets) {
  while (octets-- > 0) to.push_back(static_cast<std::uint8_t>(value >> (8 * octets)));
}

void put(Buffer& to, Octets octets) { to.insert(to.end(), octets.begin(), octets.end()); }
void put(Buffer& to, const WireName& name) { to.insert(to.end(), name.begin(), name.end()); }

}  // namespace nsfollow::dns
