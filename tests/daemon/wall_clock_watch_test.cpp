// SPDX-License-Identifier: MIT
// That setting the clock is heard is not tested: CLOCK_REALTIME belongs to the whole machine (time
// namespaces do not have one of their own), and a test does not change the tester's clock.
#include "daemon/wall_clock_watch.h"
#include "support/catch.h"
#include "uv/timer.h"

using namespace nsfollow;
using namespace std::chrono_literals;

TEST_CASE("while nobody sets the clock the watch says nothing", "[wall_clock_watch]") {
  uv::Loop loop;
  int heard = 0;
  const daemon::WallClockWatch watch{loop, [&heard] { ++heard; }};
  uv::Timer enough{loop, [&loop] { loop.stop(); }};
  enough.set(Clock::now() + 20ms);
  loop.run();
  CHECK(heard == 0);
}

TEST_CASE("a watch may go before anything happened", "[wall_clock_watch]") {
  uv::Loop loop;
  for (int i = 0; i < 100; ++i) const daemon::WallClockWatch watch{loop, [] {}};
}
