// SPDX-License-Identifier: MIT
#include "uv/timer.h"
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include "support/catch.h"

using namespace nsfollow;
using namespace std::chrono_literals;

TEST_CASE("an alarm fires once and never early") {
  uv::Loop loop;
  int fired = 0;
  uv::Timer timer(loop, [&] { ++fired; });
  for (const auto wait : {Duration{1}, Duration{300us}, Duration{2ms}, Duration{17ms}}) {
    const int before = fired;
    const auto due = Clock::now() + wait;
    timer.set(due);
    while (fired == before) loop.run_once();
    CHECK(Clock::now() >= due);
    // Another alarm, later, shows that the first does not come again.
    bool later = false;
    uv::Timer other(loop, [&] { later = true; });
    other.set(Clock::now() + 3ms);
    while (!later) loop.run_once();
    CHECK(fired == before + 1);
  }
}

TEST_CASE("an alarm for the past fires at once") {
  uv::Loop loop;
  int fired = 0;
  uv::Timer timer(loop, [&] { ++fired; });
  timer.set(TimePoint{});
  loop.run_once();
  CHECK(fired == 1);
  timer.set(Clock::now() - 1h);
  loop.run_once();
  CHECK(fired == 2);
}

TEST_CASE("an alarm that is moved fires at the new time only") {
  uv::Loop loop;
  int fired = 0;
  uv::Timer timer(loop, [&] { ++fired; });
  SECTION("later, though it had expired already") {
    const auto first = Clock::now();
    timer.set(first);
    while (Clock::now() <= first) {
    }
    const auto due = Clock::now() + 20ms;
    timer.set(due);
    while (fired == 0) loop.run_once();
    CHECK(Clock::now() >= due);
  }
  SECTION("earlier") {
    const auto first = Clock::now() + 1h;
    timer.set(first);
    timer.set(Clock::now() + 1ms);
    while (fired == 0) loop.run_once();
    CHECK(Clock::now() < first);
  }
  CHECK(fired == 1);
}

TEST_CASE("an alarm that is cleared never fires") {
  uv::Loop loop;
  uv::Timer timer(loop, [] { FAIL("it fired"); });
  timer.set(Clock::now());  // even when it has expired meanwhile
  bool later = false;
  uv::Timer other(loop, [&] { later = true; });
  other.set(Clock::now() + 3ms);
  timer.clear();
  while (!later) loop.run_once();
}

TEST_CASE("an alarm may be cleared by another that fires in the same turn") {
  uv::Loop loop;
  int fired = 0;
  std::optional<uv::Timer> first, second;
  first.emplace(loop, [&] {
    ++fired;
    second->clear();
  });
  second.emplace(loop, [&] {
    ++fired;
    first->clear();
  });
  first->set(TimePoint{});
  second->set(TimePoint{});
  bool later = false;
  uv::Timer other(loop, [&] { later = true; });
  other.set(Clock::now() + 3ms);
  while (!later) loop.run_once();
  CHECK(fired == 1);
}

TEST_CASE("an alarm may be set again in its own callback") {
  uv::Loop loop;
  int fired = 0;
  std::optional<uv::Timer> timer;
  timer.emplace(loop, [&] {
    if (++fired < 5) timer->set(Clock::now() + 100us);
  });
  timer->set(Clock::now());
  while (fired < 5) loop.run_once();
  CHECK(fired == 5);
}

TEST_CASE(
    "an alarm may be destroyed in its own callback, and what it holds lives on till its end") {
  uv::Loop loop;
  auto timer = std::make_unique<std::optional<uv::Timer>>();
  const auto held = std::make_unique<int>(7);
  int seen = 0;
  timer->emplace(loop, [&, copy = std::string(100, 'x')] {
    timer->reset();
    seen = *held + static_cast<int>(copy.size());
  });
  (*timer)->set(Clock::now());
  while (seen == 0) loop.run_once();
  CHECK(seen == 107);
}

TEST_CASE("an alarm that is destroyed before its time never fires") {
  uv::Loop loop;
  {
    uv::Timer timer(loop, [] { FAIL("it fired"); });
    timer.set(Clock::now());
  }
  bool later = false;
  uv::Timer other(loop, [&] { later = true; });
  other.set(Clock::now() + 3ms);
  while (!later) loop.run_once();
}

TEST_CASE("an alarm that is moved to another owner still fires") {
  uv::Loop loop;
  int fired = 0;
  uv::Timer first(loop, [&] { ++fired; });
  first.set(Clock::now() + 1ms);
  uv::Timer second(std::move(first));
  uv::Timer third(loop, [] { FAIL("its alarm is gone"); });
  third.set(Clock::now());
  third = std::move(second);
  while (fired == 0) loop.run_once();
  CHECK(fired == 1);
}
