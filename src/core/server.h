// SPDX-License-Identifier: MIT
// A name server as the configuration names it.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace nsfollow::core {

struct Server {
  std::string host;  // a host name or an address literal, without brackets
  std::uint16_t port = 53;
  auto operator<=>(const Server&) const = default;
};

// "ns1.example.com", "ns1.example.com:5353", "[2001:db8::1]:5353"
[[nodiscard]] std::string describe(const Server& server);

}  // namespace nsfollow::core
