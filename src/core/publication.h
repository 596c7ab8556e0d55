// SPDX-License-Identifier: MIT
// One RRset that the primary was seen to have changed, as the administrator's scripts are told.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include "core/policy.h"

namespace nsfollow::core {

struct Publication {
  ZoneLabel zone;
  RrsetKey key;
  Rrset from, to;  // `to` is empty where it was withdrawn
  Server server;
  std::optional<std::uint32_t> serial;  // of the zone's SOA (RFC 1035 3.3.13), if it was told
  bool operator==(const Publication&) const = default;
};

}  // namespace nsfollow::core
