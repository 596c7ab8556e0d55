// SPDX-License-Identifier: MIT
// What one rtnetlink message says.  Pure, and careful: not every sender of bytes is a kernel that
// means well (a container's, an emulator's), and interface names are anybody's.
#pragma once
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>
#include "core/seen.h"

namespace nsfollow::netlink {

using Bytes = std::span<const std::uint8_t>;

struct Link {
  core::SeenInterface interface;  // without addresses: those come by themselves
};
struct Address {
  unsigned interface = 0;
  core::SeenAddress address;
};
// A default route of the main table, one entry for each usable nexthop.  None at all when the
// route is a dead end (unreachable, blackhole): still news, because it may have replaced another.
struct DefaultRoute {
  core::Family family = core::Family::ipv4;
  std::vector<core::SeenRoute> nexthops;
};
struct NotOurs {};    // whole, but of no interest
struct Malformed {};  // about one of the above, and cut off or contradicting itself

using Message = std::variant<NotOurs, Malformed, Link, Address, DefaultRoute>;

// Takes one whole message with its nlmsghdr.  A removal (RTM_DEL*) is told like what was removed.
[[nodiscard]] Message decode(Bytes message);

// Splits a datagram: the next message, which leaves `rest`.  None at its end, or with something
// left in `rest` when what follows is cut off.
[[nodiscard]] std::optional<Bytes> next_message(Bytes& rest);

// The object of type T at the beginning of bytes, which need not be aligned; none if too few.
template <class T>
[[nodiscard]] std::optional<T> peek(Bytes bytes) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (bytes.size() < sizeof(T)) return std::nullopt;
  T object{};
  std::memcpy(&object, bytes.data(), sizeof object);
  return object;
}

}  // namespace nsfollow::netlink
