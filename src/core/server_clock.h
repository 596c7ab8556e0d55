// SPDX-License-Identifier: MIT
// What an authenticated answer told of the server's clock, tied to our boot clock, so that setting
// the wall clock meanwhile neither doubles nor breaks it.
#pragma once
#include "base/clock.h"

namespace nsfollow::core {

struct ServerClock {
  WallTime time;  // the server's wall clock ...
  TimePoint at;   // ... at this moment of ours

  [[nodiscard]] WallTime read(TimePoint now) const {
    return time + std::chrono::round<std::chrono::seconds>(now - at);
  }
  bool operator==(const ServerClock&) const = default;
};

}  // namespace nsfollow::core
