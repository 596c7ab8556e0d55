// SPDX-License-Identifier: MIT
#include "core/ip_prefix.h"
#include <algorithm>
#include <charconv>
#include <vector>

namespace nsfollow::core {

namespace {

// The upper `length` bits of `upper` and the other bits of `lower`.
IpAddress join(const IpAddress& upper, unsigned length, const IpAddress& lower) {
  std::vector<std::uint8_t> bytes{lower.bytes().begin(), lower.bytes().end()};
  for (std::size_t i = 0; i < bytes.size() && length > 0; ++i) {
    const unsigned bits = std::min(length, 8U);
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits));
    bytes[i] = static_cast<std::uint8_t>((upper.bytes()[i] & mask) | (bytes[i] & ~mask));
    length -= bits;
  }
  return *IpAddress::from_bytes(bytes);
}

IpAddress zero(Family family) {
  return family == Family::ipv4 ? IpAddress{} : *IpAddress::parse("::");
}

}  // namespace

IpPrefix IpPrefix::of(const IpAddress& address, unsigned length) {
  IpPrefix prefix;
  prefix.length_ = std::min(length, address_bits(address.family()));
  prefix.address_ = join(address, prefix.length_, zero(address.family()));
  return prefix;
}

Result<IpPrefix, std::string> IpPrefix::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::string{"is no prefix such as \"192.0.2.0/24\" or \"2001:db8::/32\""};
  const unsigned most = address_bits(address->family());
  unsigned length = most;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, length);
    if (error != std::errc{} || stop != end || length > most)
      return "wants a length of 0 to " + std::to_string(most) + " after the \"/\"";
  }
  auto prefix = of(*address, length);
  if (prefix.address_ != *address)
    return "has bits beyond its length; did you mean \"" + prefix.to_text() + "\"?";
  return prefix;
}

bool IpPrefix::contains(const IpAddress& address) const {
  return address.family() == address_.family() && of(address, length_).address_ == address_;
}

std::string IpPrefix::to_text() const { return address_.to_text() + '/' + std::to_string(length_); }

IpAddress IpPrefix::with_suffix(const IpAddress& suffix) const {
  return join(address_, length_, suffix);
}

}  // namespace nsfollow::core
