// SPDX-License-Identifier: MIT
#include "settings/section.h"

namespace nsfollow::settings {

std::vector<core::Zone> with_mirrors(ZoneDraft draft) {
  std::vector<core::Zone> zones;
  zones.push_back(std::move(draft.zone));
  const auto servers = zones.front().servers;
  if (!draft.mirror || servers.size() < 2) return zones;
  const auto label = zones.front().label();
  zones.front().servers = {servers.front()};
  for (const auto& server : std::span{servers}.subspan(1)) {
    auto zone = zones.front();
    // No label that people may choose has an "@" in it, and no server is there twice.
    zone.alias = label + '@' + core::describe(server);
    zone.key_of = zone.mirror_of = label;
    zone.servers = {server};
    zones.push_back(std::move(zone));
  }
  return zones;
}

}  // namespace nsfollow::settings
