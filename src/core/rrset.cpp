// SPDX-License-Identifier: MIT
#include "core/rrset.h"

namespace nsfollow::core {

namespace {

std::span<const std::uint8_t> octets(const Rdata& rdata) {
  return {reinterpret_cast<const std::uint8_t*>(rdata.data()), rdata.size()};
}

// RFC 3597 5: the form any RDATA has.
std::string describe_unknown(const Rdata& rdata) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "\\# " + std::to_string(rdata.size());
  if (!rdata.empty()) text += ' ';
  for (const auto octet : octets(rdata)) {
    text += digits[octet >> 4];
    text += digits[octet & 15];
  }
  return text;
}

}  // namespace

RrType type_of(Family family) { return family == Family::ipv4 ? RrType::a : RrType::aaaa; }

Rdata rdata_of(const IpAddress& address) {
  const auto bytes = address.bytes();
  return {bytes.begin(), bytes.end()};
}

std::string describe(RrType type) {
  switch (type) {
    case RrType::a:
      return "A";
    case RrType::aaaa:
      return "AAAA";
  }
  return "TYPE" + std::to_string(static_cast<unsigned>(type));
}

std::string describe(RrType type, const Rdata& rdata) {
  const auto address = IpAddress::from_bytes(octets(rdata));
  if (address && type == type_of(address->family())) return address->to_text();
  return describe_unknown(rdata);
}

std::string describe(const RrsetKey& key) { return key.owner.to_text() + ' ' + describe(key.type); }

std::string describe(RrType type, const Rrset& rrset) {
  std::string text;
  for (const auto& rdata : rrset.records) {
    if (!text.empty()) text += ", ";
    text += describe(type, rdata);
  }
  return text.empty() ? "none" : text;
}

}  // namespace nsfollow::core
