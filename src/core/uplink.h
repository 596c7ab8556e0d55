// SPDX-License-Identifier: MIT
// The way out of this machine.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/saved.h"
#include "core/seen.h"

namespace nsfollow::core {

struct Uplink {
  unsigned interface = 0;  // its index
  std::string name;        // hostile until escaped
  std::optional<IpAddress> gateway;
  std::vector<IpAddress> addresses;  // of the family, in order; no temporary ones
  bool operator==(const Uplink&) const = default;
};

// The interface of the vantage's name, or of the family's best default route; nothing when there is
// none or it is down.
[[nodiscard]] std::optional<Uplink> find_uplink(const Seen& seen, const Vantage& vantage);

// "eth0 192.168.1.10 via 192.168.1.1", escaped: as long as it is the same, so is what lies beyond.
[[nodiscard]] std::string describe(const Uplink& uplink);

}  // namespace nsfollow::core
