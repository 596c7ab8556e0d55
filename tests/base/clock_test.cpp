// SPDX-License-Identifier: MIT
#include "base/clock.h"
#include <ctime>
#include "support/catch.h"

using namespace nsfollow;

TEST_CASE("the clock of all deadlines never goes back") {
  auto last = Clock::now();
  for (int i = 0; i < 100'000; ++i) {
    const auto now = Clock::now();
    REQUIRE(now >= last);
    last = now;
  }
}

TEST_CASE("the clock of all deadlines counts the time since the machine came up") {
  timespec boot{};
  REQUIRE(::clock_gettime(CLOCK_BOOTTIME, &boot) == 0);
  const auto passed = Clock::now().time_since_epoch() - std::chrono::seconds{boot.tv_sec};
  CHECK(passed >= std::chrono::seconds{0});
  CHECK(passed < std::chrono::minutes{1});
}

TEST_CASE("the wall clock counts whole seconds since 1970") {
  const auto before = std::time(nullptr);
  const auto now = wall_now().time_since_epoch().count();
  CHECK(now >= before);
  CHECK(now <= std::time(nullptr));
}
