// SPDX-License-Identifier: MIT
// When something is done, and when it is done again: settling, backoff, rate limit.
#include "core/backoff.h"
#include "core/rate_limit.h"
#include "core/settling.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint start{1h};

// One stir, its look, and what the look showed; returns how long it settled.
Duration settle_once(Settling& settling, TimePoint now) {
  settling.stirred(now);
  const auto due = *settling.due();
  settling.look_taken();
  settling.changed();
  return due - now;
}

}  // namespace

TEST_CASE("an isolated change settles for 2 ms", "[settling]") {
  Settling settling{Settle{}};
  CHECK_FALSE(settling.due());
  for (int i = 0; i < 10; ++i) CHECK(settle_once(settling, start + i * 1min) == 2ms);
  CHECK_FALSE(settling.due());
}

TEST_CASE("while changes go on the quiet time grows fourfold up to 250 ms", "[settling]") {
  Settling settling{Settle{}};
  std::vector<Duration> quiet;
  for (int i = 0; i < 10; ++i) quiet.push_back(settle_once(settling, start + i * 300ms));
  CHECK(quiet ==
        std::vector<Duration>{2ms, 8ms, 32ms, 128ms, 250ms, 250ms, 250ms, 250ms, 250ms, 250ms});
  SECTION("and a calm second resets it") {
    CHECK(settle_once(settling, start + 9 * 300ms + 1001ms) == 2ms);
  }
  SECTION("but nothing shorter") {
    CHECK(settle_once(settling, start + 9 * 300ms + 1000ms) == 250ms);
  }
  SECTION("and so does a hook's word") {
    settling.at_once(start + 3s);
    CHECK(settling.due() == start + 3s);
    settling.look_taken();
    CHECK(settle_once(settling, start + 3s + 1ms) == 2ms);
  }
}

TEST_CASE("each stir postpones the look, but never beyond 2 s", "[settling]") {
  Settling settling{Settle{}};
  for (int i = 0; i < 8; ++i) settle_once(settling, start + i * 1ms);  // stormy: 250 ms
  settling.stirred(start + 1s);
  CHECK(settling.due() == start + 1250ms);
  settling.stirred(start + 1200ms);
  CHECK(settling.due() == start + 1450ms);
  for (Duration at = 1400ms; at < 3s; at += 200ms) settling.stirred(start + at);
  CHECK(settling.due() == start + 3s);
}

TEST_CASE("a look that showed nothing new does not make it slower", "[settling]") {
  Settling settling{Settle{}};
  for (int i = 0; i < 5; ++i) {
    settling.stirred(start + i * 10ms);
    CHECK(settling.due() == start + i * 10ms + 2ms);
    settling.look_taken();
  }
}

TEST_CASE("the next try waits for at most a third of the outage", "[backoff]") {
  Random random{GENERATE(range(1U, 20U))};
  Backoff backoff;
  const auto first = backoff.after_outage(start, start + 100ms, random);
  CHECK(first >= 500ms);
  CHECK(first <= 1s);
  for (const Duration outage : {1s, 3s, 30s, 300s, 1799s, 1800s, 3600s, 86400s, 31'536'000s}) {
    // The outage is as old as its first failure, whenever later attempts began.
    const auto pause = backoff.after_outage(start + outage - 5s, start + outage, random);
    const auto most = std::min<Duration>(std::max<Duration>(outage / 3, 1s), 10min);
    CHECK(pause <= most);
    CHECK(pause >= most / 2);
  }
  backoff.succeeded();
  CHECK(backoff.after_outage(start + 1000h, start + 1000h + 5s, random) <= 1667ms);
}

TEST_CASE("what only a person can change is tried after 30 s, doubling to 10 min", "[backoff]") {
  Random random{GENERATE(range(1U, 20U))};
  Backoff backoff;
  for (const Duration most : {30s, 60s, 120s, 240s, 480s, 600s, 600s, 600s}) {
    const auto pause = backoff.after_refusal(random);
    CHECK(pause <= most);
    CHECK(pause >= most / 2);
  }
  backoff.succeeded();
  CHECK(backoff.after_refusal(random) <= 30s);
}

TEST_CASE("two clients do not come back at the same moment", "[backoff]") {
  Random one{1}, other{2};
  CHECK(Backoff{}.after_refusal(one) != Backoff{}.after_refusal(other));
}

TEST_CASE("thirty updates at once, then one each 10 s", "[rate_limit]") {
  RateLimit rate{RateLimit::most, start};
  for (int i = 0; i < 30; ++i) REQUIRE(rate.take(start));
  CHECK_FALSE(rate.take(start));
  CHECK(rate.next(start) == start + 10s);
  CHECK(rate.next(start + 4s) == start + 10s);
  CHECK_FALSE(rate.take(start + 9999ms));
  CHECK(rate.take(start + 10s));
  CHECK_FALSE(rate.take(start + 10s));
  CHECK(rate.take(start + 25s));  // 5 s of the next one are saved
  CHECK(rate.next(start + 25s) == start + 30s);
  CHECK(rate.tokens(start + 24h) == 30);
}

TEST_CASE("a full bucket saves nothing up", "[rate_limit]") {
  RateLimit rate{RateLimit::most, start};
  CHECK(rate.next(start + 9s) == start + 9s);
  for (int i = 0; i < 30; ++i) REQUIRE(rate.take(start + 9s));
  CHECK(rate.next(start + 9s) == start + 19s);
}

TEST_CASE("no bucket holds more than its size, and time never runs back in it", "[rate_limit]") {
  RateLimit rate{1000, start};
  CHECK(rate.tokens(start) == 30);
  RateLimit empty{0, start};
  CHECK(empty.tokens(start - 1h) == 0);
  CHECK_FALSE(empty.take(start + 9s));
}
