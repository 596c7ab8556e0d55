// SPDX-License-Identifier: MIT
// Everything that a configuration may write, whether the addresses are known now or not.
#pragma once
#include <map>
#include <optional>
#include <vector>
#include "core/policy.h"
#include "core/seen.h"

namespace nsfollow::core {

struct Intended {
  RrsetKey key;
  Rrset to;
  bool is_made_up = false;  // the addresses are not known now: those of the documentation's blocks
  bool beside_others = false;
};

// A PTR record whose zone is not in the configuration; it is looked for where the host's lies.
struct Unplaced {
  ZoneLabel of_host;
  Intended record;
};

struct CheckupPlan {
  std::map<ZoneLabel, std::vector<Intended>> by_zone;  // for mirrors as for their originals
  std::vector<Unplaced> unplaced;
};

// `seen`: none where the kernel could not be asked.
[[nodiscard]] CheckupPlan plan_checkup(const Policy& policy, const std::optional<Seen>& seen);

}  // namespace nsfollow::core
