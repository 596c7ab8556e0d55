// SPDX-License-Identifier: MIT
#include "core/uplink.h"
#include <algorithm>
#include "base/log.h"

namespace nsfollow::core {

std::optional<Uplink> find_uplink(const Seen& seen, const Vantage& vantage) {
  const SeenInterface* interface = nullptr;
  if (!vantage.interface.empty()) {
    const auto found = std::ranges::find(seen.interfaces, vantage.interface, &SeenInterface::name);
    if (found != seen.interfaces.end()) interface = &*found;
  }
  // They stand in the order of preference.
  const auto route = std::ranges::find_if(seen.default_routes, [&](const SeenRoute& r) {
    return r.family == vantage.family &&
           (vantage.interface.empty() || (interface && r.interface == interface->index));
  });
  if (route != seen.default_routes.end()) interface = seen.find(route->interface);
  if (interface == nullptr || !interface->up) return std::nullopt;
  Uplink uplink{.interface = interface->index,
                .name = interface->name,
                .gateway = route == seen.default_routes.end() ? std::nullopt : route->gateway,
                .addresses = {}};
  for (const auto& a : interface->addresses)
    if (a.address.family() == vantage.family && !a.temporary && !a.tentative &&
        a.scope == Scope::global)
      uplink.addresses.push_back(a.address);
  std::ranges::sort(uplink.addresses);  // the kernel's order changes without a reason
  return uplink;
}

std::string describe(const Uplink& uplink) {
  std::string text = log::escape(uplink.name);
  for (const auto& address : uplink.addresses) text += ' ' + address.to_text();
  if (uplink.gateway) text += " via " + uplink.gateway->to_text();
  return text;
}

}  // namespace nsfollow::core
