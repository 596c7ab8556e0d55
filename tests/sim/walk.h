// SPDX-License-Identifier: MIT
// One random story of storms, outages, crashes and clocks, checked against the invariants.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace nsfollow::test {

struct Walk {
  std::vector<std::string> violations;
  unsigned updates = 0, looks = 0, starts = 0;
  double hours = 0;               // simulated
  std::uint64_t fingerprint = 0;  // of everything that was said and sent
};

// The same seed always makes the same walk.  trace: print it as it goes.
[[nodiscard]] Walk walk(std::uint64_t seed, bool trace);

}  // namespace nsfollow::test
