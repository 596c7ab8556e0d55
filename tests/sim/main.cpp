// SPDX-License-Identifier: MIT
// sim --seeds N [--from SEED]     many stories; the first that breaks an invariant is named
// sim --seed SEED                 that one story, told line by line
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include "sim/walk.h"

using nsfollow::test::walk;

namespace {

int replay(std::uint64_t seed) {
  const auto story = walk(seed, true);
  for (const auto& violation : story.violations) std::printf("violated: %s\n", violation.c_str());
  std::printf("seed %llu: %u updates, %u looks, %u starts in %.1f h, fingerprint %016llx\n",
              static_cast<unsigned long long>(seed), story.updates, story.looks, story.starts,
              story.hours, static_cast<unsigned long long>(story.fingerprint));
  return story.violations.empty() ? 0 : 1;
}

int walk_many(std::uint64_t from, std::uint64_t count) {
  double hours = 0;
  unsigned long long updates = 0, starts = 0;
  const auto began = std::chrono::steady_clock::now();
  for (std::uint64_t seed = from; seed < from + count; ++seed) {
    const auto story = walk(seed, false);
    hours += story.hours;
    updates += story.updates;
    starts += story.starts;
    const bool repeats = seed % 100 != 0 || walk(seed, false).fingerprint == story.fingerprint;
    if (story.violations.empty() && repeats) continue;
    std::printf("seed %llu: %s\n  replay it with: sim --seed %llu\n",
                static_cast<unsigned long long>(seed),
                repeats ? story.violations.front().c_str() : "the same seed made another story",
                static_cast<unsigned long long>(seed));
    return 1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf(
      "%llu stories, %.0f simulated hours, %llu starts, %llu updates, no violation (%.1f s)\n",
      static_cast<unsigned long long>(count), hours, starts, updates, took.count());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t from = 1, count = 1000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view word = argv[i];
    const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (word == "--seed") return replay(value);
    if (word == "--from") from = value;
    if (word == "--seeds") count = value;
  }
  return walk_many(from, count);
}
