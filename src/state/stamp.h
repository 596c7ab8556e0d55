// SPDX-License-Identifier: MIT
// The moment of a save, told by two clocks, so that its age can be told after a reboot as well.
#pragma once
#include <string>
#include "base/clock.h"

namespace nsfollow::state {

struct Stamp {
  WallTime wall{};
  Duration since_boot{};  // CLOCK_BOOTTIME
  std::string boot_id;    // random(4)'s boot_id; empty when it cannot be read
  bool operator==(const Stamp&) const = default;
};

[[nodiscard]] Stamp stamp_now();

// How long before `now` the stamp was made: exact within one boot; else as the wall clocks say, but
// at least as long as this boot has lasted.  Never negative and at most ten years, whatever the
// stamp claims.
[[nodiscard]] Duration age(const Stamp& stamp, const Stamp& now);

// The same of a watcher that did not take its leave: it may have gone on until the machine went
// down, or until just now when the machine has not been down since, as far as one can tell.
[[nodiscard]] Duration age_in_use(const Stamp& stamp, const Stamp& now);

// 1 to 64 characters out of "0123456789abcdef-".
[[nodiscard]] bool is_boot_id(std::string_view text);

}  // namespace nsfollow::state
