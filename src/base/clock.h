// SPDX-License-Identifier: MIT
// Time as nsfollow measures it.  Every deadline is a TimePoint of the boot clock; the wall clock
// serves TSIG, the state file and people, and nothing else, because it may jump.
#pragma once
#include <chrono>

namespace nsfollow {

// CLOCK_BOOTTIME: never set, and unlike CLOCK_MONOTONIC it goes on while the machine is suspended.
struct Clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;
  static time_point now() noexcept;
};

using TimePoint = Clock::time_point;
using Duration = Clock::duration;
using WallTime = std::chrono::sys_seconds;

// The wall clock, whole seconds since 1970 (TSIG's unit, RFC 8945 4.2).
WallTime wall_now() noexcept;

}  // namespace nsfollow
