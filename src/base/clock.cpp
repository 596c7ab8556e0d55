// SPDX-License-Identifier: MIT
#include "base/clock.h"
#include <ctime>

namespace nsfollow {

Clock::time_point Clock::now() noexcept {
  timespec t{};
  clock_gettime(CLOCK_BOOTTIME, &t);
  return time_point{std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec}};
}

WallTime wall_now() noexcept {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace nsfollow
