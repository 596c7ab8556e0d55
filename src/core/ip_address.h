// SPDX-License-Identifier: MIT
// One IPv4 or IPv6 address.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nsfollow::core {

enum class Family : std::uint8_t { ipv4, ipv6 };

class IpAddress {
 public:
  IpAddress() = default;  // 0.0.0.0

  // Only the forms inet_pton(3) takes: no zone id, no leading zeros, no white space.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
  // 4 bytes make IPv4, 16 make IPv6, anything else nothing.
  [[nodiscard]] static std::optional<IpAddress> from_bytes(std::span<const std::uint8_t> bytes);

  [[nodiscard]] Family family() const { return family_; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return std::span{bytes_}.first(family_ == Family::ipv4 ? 4 : 16);
  }
  [[nodiscard]] std::string to_text() const;  // RFC 5952 for IPv6
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_link_local() const;

  auto operator<=>(const IpAddress&) const = default;

 private:
  Family family_ = Family::ipv4;
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace nsfollow::core
