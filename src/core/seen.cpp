// SPDX-License-Identifier: MIT
#include "core/seen.h"
#include <algorithm>
#include <tuple>

namespace nsfollow::core {

bool SeenAddress::same_but_lifetimes(const SeenAddress& other) const {
  const auto all = [](const SeenAddress& a) {
    return std::tie(a.address, a.prefix_length, a.scope, a.secondary, a.temporary, a.tentative,
                    a.optimistic, a.dad_failed, a.deprecated, a.makes_temporary, a.stable_privacy,
                    a.permanent);
  };
  return all(*this) == all(other);
}

const SeenInterface* Seen::find(unsigned index) const {
  const auto found = std::ranges::find(interfaces, index, &SeenInterface::index);
  return found == interfaces.end() ? nullptr : &*found;
}

bool Seen::has_address(const IpAddress& address) const {
  return std::ranges::any_of(interfaces, [&](const SeenInterface& i) {
    return std::ranges::find(i.addresses, address, &SeenAddress::address) != i.addresses.end();
  });
}

bool Seen::same_but_lifetimes(const Seen& other) const {
  const auto same_address = [](const SeenAddress& a, const SeenAddress& b) {
    return a.same_but_lifetimes(b);
  };
  const auto same_interface = [&](const SeenInterface& a, const SeenInterface& b) {
    return std::tie(a.index, a.name, a.up, a.running) ==
               std::tie(b.index, b.name, b.up, b.running) &&
           std::ranges::equal(a.addresses, b.addresses, same_address);
  };
  return default_routes == other.default_routes &&
         std::ranges::equal(interfaces, other.interfaces, same_interface);
}

}  // namespace nsfollow::core
