// SPDX-License-Identifier: MIT
// Where most stories begin.
#pragma once
#include <set>
#include <string>
#include "support/world.h"

namespace nsfollow::test {

using Texts = std::set<std::string>;

inline constexpr auto host = "host1.d.example.com";

// A machine with an IPv4 address and a default route, settled.
inline World calm_world(const core::Policy& policy) {
  World w{policy};
  w.set_default_route(core::Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  return w;
}

inline World calm_world(core::Afterwards on_loss = core::Afterwards::keep) {
  return calm_world(one_host(on_loss));
}

// Two echo services that the world is honest in, and one more.
inline const std::string one = "https://one.example/", two = "https://two.example/",
                         three = "https://three.example/";

inline core::Policy behind_nat(std::vector<std::string> services = {}) {
  auto policy = one_host();
  policy.hosts[0].ipv6 = {};
  for (const auto& url : services)
    policy.echo.services.push_back({.url = url, .json_key = {}, .family = {}});
  return policy;
}

// A machine behind a translator with the public address 5.6.7.8.
inline World nat_world(const core::Policy& policy, bool gateway_speaks) {
  World w{policy};
  w.gateway.speaks = gateway_speaks;
  w.set_outside("5.6.7.8");
  w.set_default_route(core::Family::ipv4, 2, "192.168.1.1");
  w.add_address(2, "192.168.1.10");
  w.start();
  w.pass(1min);
  return w;
}

inline void replace_address(World& w, const std::string& old_one, const std::string& new_one) {
  w.remove_address(old_one);
  w.add_address(2, new_one);
}

}  // namespace nsfollow::test
