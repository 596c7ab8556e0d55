// SPDX-License-Identifier: MIT
#include <cstdio>
#include "cli/commands.h"

namespace nsfollow::cli {

int check(const Arguments& arguments) {
  const auto settings = load_settings(arguments);
  if (!settings) return fail(settings.error());
  const auto& policy = settings->policy;
  for (const auto& zone : policy.zones) {
    const auto& key = settings->keys.at(zone.label());
    std::printf("zone %s at", zone.name.to_text().c_str());
    for (const auto& server : zone.servers) std::printf(" %s", describe(server).c_str());
    std::printf(", key %s (%s)\n", key.name.to_text().c_str(),
                std::string{describe(key.algorithm)}.c_str());
    for (const auto& host : policy.hosts)
      if (host.zone == zone.label()) std::printf("  host %s\n", host.name.to_text().c_str());
  }
  std::printf("%s is in order\n", arguments.config.c_str());
  return 0;
}

}  // namespace nsfollow::cli
