// SPDX-License-Identifier: MIT
// Octets of datagrams.  Both protocols have their fields at fixed places: whoever reads has checked
// the length before.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace nsfollow::gateway {

using Octets = std::span<const std::uint8_t>;
using Buffer = std::vector<std::uint8_t>;

// Where NAT-PMP and PCP servers hear requests, and where they send announcements to (RFC 6887 19).
inline constexpr std::uint16_t server_port = 5351, client_port = 5350;

[[nodiscard]] inline std::uint32_t read_number(Octets from, std::size_t at, std::size_t octets) {
  std::uint32_t value = 0;
  for (const auto octet : from.subspan(at, octets)) value = value << 8 | octet;
  return value;
}

inline void write_number(std::span<std::uint8_t> to, std::size_t at, std::size_t octets,
                         std::uint32_t value) {
  for (auto left = octets; left > 0; value >>= 8) to[at + --left] = value & 0xff;
}

}  // namespace nsfollow::gateway
