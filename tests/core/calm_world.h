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

inline World calm_world(core::OnLoss on_loss = core::OnLoss::keep) {
  return calm_world(one_host(on_loss));
}

inline void replace_address(World& w, const std::string& old_one, const std::string& new_one) {
  w.remove_address(old_one);
  w.add_address(2, new_one);
}

}  // namespace nsfollow::test
