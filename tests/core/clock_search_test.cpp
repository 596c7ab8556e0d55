// SPDX-License-Identifier: MIT
#include "core/clock_search.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

constexpr WallTime noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 12h;

Reply reply(Outcome outcome) {
  Reply reply;
  reply.outcome = outcome;
  return reply;
}
Reply reply(Outcome outcome, const ClockSample& clock) {
  auto with_clock = reply(outcome);
  with_clock.clock = clock;
  return with_clock;
}
Order order_of(const ClockSearch& search) {
  Order order;
  search.dress(order);
  return order;
}

// A server that answers what is signed with its time, and says no to the rest without a signature,
// as PowerDNS does.  Its answers have the time of the request.
struct MuteServer {
  std::chrono::seconds ahead{};  // of our wall clock
  bool knows_key = true;
  TimePoint now{1h};
  std::chrono::seconds set_by{};  // our wall clock has been set meanwhile
  unsigned questions = 0, lost = 0;

  [[nodiscard]] WallTime true_time() const {
    return noon + std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  }
  [[nodiscard]] WallTime our_time() const { return true_time() - ahead + set_by; }

  Reply answer(const Order& order) {
    ++questions;
    now += 3ms;
    if (lost > 0) return --lost, reply(Outcome::silent);
    const auto time = order.clock ? order.clock->read(now) : our_time();
    if (!knows_key || std::chrono::abs(time - true_time()) > order.fudge)
      return reply(Outcome::unsigned_not_auth);
    return reply(Outcome::done, {{time, now}, our_time()});
  }

  ClockSearch::Stage search(ClockSearch& search) {
    while (search.stage() == ClockSearch::Stage::searching && questions < 100) {
      const auto order = order_of(search);
      CHECK(order.fudge <= ClockSearch::widest);
      (void)search.heard(answer(order));
    }
    return search.stage();
  }
};

}  // namespace

TEST_CASE("a clock that is off by up to 18 hours is found with questions alone") {
  const auto ahead = GENERATE(0s, 1s, -1s, 79s, 301s, -301s, 400s, -400s, 3600s, -7200s, 30000s,
                              -43210s, 65000s, -65000s, 65534s, -65534s);
  MuteServer server{.ahead = ahead};
  ClockSearch search{5min};
  REQUIRE(server.search(search) == ClockSearch::Stage::found);
  CHECK(std::chrono::abs(search.ahead() - ahead) <= search.margin() + 1s);
  CHECK(search.margin() <= 81s);
  CHECK(server.questions == search.questions());
  CHECK(server.questions <= 13);
  // It signs what the server accepts, now and a day later.
  server.now += 24h;
  REQUIRE(search.clock());
  CHECK(std::chrono::abs(search.clock()->read(server.now) - server.true_time()) <= 82s);
}

TEST_CASE("a clock can be found as exactly as a person wants to read it") {
  MuteServer server{.ahead = -123s};
  ClockSearch search{5min, 15s, 5min};
  REQUIRE(server.search(search) == ClockSearch::Stage::found);
  CHECK(std::chrono::abs(search.ahead() + 123s) <= 16s);
  CHECK(search.margin() <= 16s);
  CHECK(server.questions <= 7);
}

TEST_CASE("a small fudge wants a more exact clock") {
  MuteServer server{.ahead = 5000s};
  ClockSearch search{20s};
  REQUIRE(server.search(search) == ClockSearch::Stage::found);
  CHECK(std::chrono::abs(search.ahead() - 5000s) <= 6s);
}

TEST_CASE("a wrong key, or a clock that is off by days, is one question") {
  MuteServer server{.ahead = 10s};
  SECTION("the key") { server.knows_key = false; }
  SECTION("the clock") { server.ahead = 65540s; }
  ClockSearch search{5min};
  CHECK(server.search(search) == ClockSearch::Stage::nothing);
  CHECK_FALSE(search.clock());
  CHECK(server.questions == 1);
}

TEST_CASE("a lost answer is no answer, and the search goes on") {
  MuteServer server{.ahead = 4000s};
  ClockSearch search{5min};
  SECTION("now and then") {
    server.lost = 2;
    REQUIRE(server.search(search) == ClockSearch::Stage::found);
    CHECK(std::chrono::abs(search.ahead() - 4000s) <= 81s);
  }
  SECTION("too often") {
    server.lost = 3;
    CHECK(server.search(search) == ClockSearch::Stage::given_up);
  }
}

TEST_CASE("setting the clock during a search does it no harm") {
  MuteServer server{.ahead = 4000s};
  ClockSearch search{5min};
  for (int i = 0; i < 4; ++i) {
    (void)search.heard(server.answer(order_of(search)));
  }
  server.set_by = 4000s;
  REQUIRE(server.search(search) == ClockSearch::Stage::found);
  CHECK(std::chrono::abs(search.clock()->read(server.now) - server.true_time()) <= 81s);
}

TEST_CASE("who forges refusals cannot make us sign for another day") {
  // It says no to everything but the first question, so the search ends far from the truth.
  MuteServer server{.ahead = 0s};
  ClockSearch search{5min};
  bool is_first = true;
  while (search.stage() == ClockSearch::Stage::searching && server.questions < 100) {
    const auto truth = server.answer(order_of(search));
    (void)search.heard(std::exchange(is_first, false) ? truth : reply(Outcome::unsigned_refused));
  }
  CHECK(search.stage() == ClockSearch::Stage::given_up);
  CHECK_FALSE(search.clock());
}

TEST_CASE("a server that does tell its time ends the search at once") {
  ClockSearch search{5min};
  const auto told = reply(Outcome::bad_time, {{noon + 400000s, TimePoint{1h}}, noon});
  CHECK(search.heard(told) == ClockSearch::Stage::searching);  // to be proved
  const auto order = order_of(search);
  CHECK(order.fudge == 300s);
  REQUIRE(order.clock);
  CHECK(order.clock->read(TimePoint{1h}) == noon + 400000s);
  CHECK(search.heard(reply(Outcome::done)) == ClockSearch::Stage::found);
  CHECK(search.ahead() == 400000s);
}

TEST_CASE("a search begins after a second refusal, and once an hour") {
  ClockDoubt doubt;
  TimePoint now{1h};
  CHECK_FALSE(doubt.heard(Outcome::unsigned_not_auth, now));
  CHECK_FALSE(doubt.heard(Outcome::silent, now));
  CHECK(doubt.heard(Outcome::unsigned_refused, now));
  unsigned searches = 0;
  for (int i = 0; i < 59; ++i)
    searches += doubt.heard(Outcome::unsigned_not_auth, now += 1min) ? 1U : 0U;
  CHECK(searches == 0);
  CHECK(doubt.heard(Outcome::unsigned_not_auth, now + 2min));
  SECTION("but again when the clock has been set") {
    doubt.clock_was_set();
    CHECK_FALSE(doubt.heard(Outcome::unsigned_not_auth, now + 3min));
    CHECK(doubt.heard(Outcome::unsigned_not_auth, now + 3min));
  }
  SECTION("and never for what is signed") {
    doubt.clock_was_set();
    CHECK_FALSE(doubt.heard(Outcome::refused, now + 3min));
    CHECK_FALSE(doubt.heard(Outcome::unsigned_not_auth, now + 3min));
    CHECK_FALSE(doubt.heard(Outcome::done, now + 3min));
    CHECK_FALSE(doubt.heard(Outcome::unsigned_not_auth, now + 3min));
  }
}
