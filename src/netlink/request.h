// SPDX-License-Identifier: MIT
// The dump requests, as bytes.
#pragma once
#include <array>
#include <cstdint>
#include "core/ip_address.h"
#include "netlink/decode.h"

namespace nsfollow::netlink {

// All have the same length: a header of the part's kind, and one attribute.
struct Request {
  std::array<std::uint8_t, 40> bytes_{};
  std::size_t size_ = 0;
  [[nodiscard]] Bytes bytes() const { return Bytes{bytes_}.first(size_); }
};

[[nodiscard]] Request ask_for_links(std::uint32_t sequence);      // without their statistics
[[nodiscard]] Request ask_for_addresses(std::uint32_t sequence);  // of all families
// The unicast routes of the main table, as far as the kernel can filter.
[[nodiscard]] Request ask_for_routes(core::Family family, std::uint32_t sequence);

}  // namespace nsfollow::netlink
