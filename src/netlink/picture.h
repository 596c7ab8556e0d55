// SPDX-License-Identifier: MIT
// The answers to one look, put together in an order that does not depend on the kernel's.
#pragma once
#include <optional>
#include <vector>
#include "core/seen.h"
#include "netlink/decode.h"

namespace nsfollow::netlink {

class Picture {
 public:
  void add(Link link) { seen_.interfaces.push_back(std::move(link.interface)); }
  void add(const Address& address) { addresses_.push_back(address); }
  void add(DefaultRoute route) {
    seen_.default_routes.insert(seen_.default_routes.end(), route.nexthops.begin(),
                                route.nexthops.end());
  }

  // Interfaces by index; their addresses by address; routes by family, metric, interface.
  // None when the parts contradict each other: an address or a link nobody can place.
  [[nodiscard]] std::optional<core::Seen> complete() &&;

 private:
  core::Seen seen_;
  std::vector<Address> addresses_;
};

}  // namespace nsfollow::netlink
