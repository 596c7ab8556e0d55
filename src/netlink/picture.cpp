// SPDX-License-Identifier: MIT
#include "netlink/picture.h"
#include <algorithm>
#include <tuple>
#include <utility>

namespace nsfollow::netlink {

namespace {

// One IPv4 address may stand on an interface several times, with other prefixes or peers.
auto rank(const Address& a) {
  const auto& s = a.address;
  return std::tie(a.interface, s.address, s.prefix_length, s.scope, s.secondary, s.temporary,
                  s.tentative, s.optimistic, s.dad_failed, s.deprecated, s.makes_temporary,
                  s.stable_privacy, s.permanent, s.preferred, s.valid);
}

auto rank(const core::SeenRoute& r) { return std::tie(r.family, r.metric, r.interface, r.gateway); }

constexpr auto by_rank = [](const auto& a, const auto& b) { return rank(a) < rank(b); };

}  // namespace

std::optional<core::Seen> Picture::complete() && {
  auto& interfaces = seen_.interfaces;
  std::ranges::sort(interfaces, {}, &core::SeenInterface::index);
  std::ranges::sort(addresses_, by_rank);
  std::ranges::sort(seen_.default_routes, by_rank);
  if (std::ranges::adjacent_find(interfaces, {}, &core::SeenInterface::index) != interfaces.end())
    return std::nullopt;
  auto home = interfaces.begin();
  for (auto& [index, address] : addresses_) {
    while (home != interfaces.end() && home->index < index) ++home;
    if (home == interfaces.end() || home->index != index) return std::nullopt;
    home->addresses.push_back(address);
  }
  return std::move(seen_);
}

}  // namespace nsfollow::netlink
