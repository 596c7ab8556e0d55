// SPDX-License-Identifier: MIT
// The engine's dice: seeded, so that a simulation can be played again.  Not for secrets.
#pragma once
#include <cstdint>
#include "base/clock.h"

namespace nsfollow::core {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {  // splitmix64 (Steele, Lea and Flood, 2014)
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  Duration between(Duration least, Duration most) {
    if (most <= least) return least;
    return least + Duration{static_cast<Duration::rep>(
                       below(static_cast<std::uint64_t>((most - least).count()) + 1))};
  }

 private:
  std::uint64_t state_;
};

}  // namespace nsfollow::core
