// SPDX-License-Identifier: MIT
#include "core/ip_address.h"
#include <arpa/inet.h>
#include <algorithm>

namespace nsfollow::core {

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string copy{text};  // inet_pton wants a terminated string
  if (copy.find('\0') != std::string::npos) return std::nullopt;
  IpAddress a;
  if (inet_pton(AF_INET, copy.c_str(), a.bytes_.data()) == 1) return a;
  a.family_ = Family::ipv6;
  if (inet_pton(AF_INET6, copy.c_str(), a.bytes_.data()) == 1) return a;
  return std::nullopt;
}

std::optional<IpAddress> IpAddress::from_bytes(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != 4 && bytes.size() != 16) return std::nullopt;
  IpAddress a;
  a.family_ = bytes.size() == 4 ? Family::ipv4 : Family::ipv6;
  std::ranges::copy(bytes, a.bytes_.begin());
  return a;
}

std::string IpAddress::to_text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family_ == Family::ipv4 ? AF_INET : AF_INET6, bytes_.data(), text.data(), text.size());
  return text.data();
}

bool IpAddress::is_loopback() const {
  if (family_ == Family::ipv4) return bytes_[0] == 127;
  return *this == *parse("::1");
}

bool IpAddress::is_link_local() const {
  if (family_ == Family::ipv4) return bytes_[0] == 169 && bytes_[1] == 254;
  return bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80;
}

}  // namespace nsfollow::core
