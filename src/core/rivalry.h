// SPDX-License-Identifier: MIT
// Somebody else writes what we write: once is an accident, again and again is a fight.
#pragma once
#include <list>
#include <map>
#include <optional>
#include "base/clock.h"
#include "core/rrset.h"

namespace nsfollow::core {

class Rivalry {
 public:
  static constexpr unsigned most_in_an_hour = 3;

  // Others changed this RRset.  True when that is worth an alarm: the fourth time within an hour,
  // and once an hour from then on.
  [[nodiscard]] bool note(const RrsetKey& key, TimePoint now);
  // How often within the last hour, where it is more than an accident.
  [[nodiscard]] std::optional<std::size_t> fight(const RrsetKey& key, TimePoint now) const;

 private:
  struct Case {
    std::list<TimePoint> times;
    std::optional<TimePoint> alarmed_at;
  };
  std::map<RrsetKey, Case> cases_;
};

}  // namespace nsfollow::core
