// SPDX-License-Identifier: MIT
// Servers that tell no time, and refuse a wrong one as they refuse a wrong key.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

using Texts = std::set<std::string>;
constexpr auto host1 = "host1.d.example.com";

World mute_world(Duration wall_behind) {
  World w{one_host()};
  w.server.tells_time = false;
  w.wall_behind = wall_behind;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  return w;
}

}  // namespace

TEST_CASE("a wrong clock does not keep addresses from a server that tells no time", "[clock]") {
  auto w = mute_world(GENERATE(as<Duration>{}, 412s, -2h, 17h));
  w.start();
  CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{"5.6.7.8"}; }, 5min));
  CHECK(w.count_said("does not tell its time; by its answers this clock is about") == 1);
  // Everything goes right at first from now on.
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{"5.6.7.9"}; }, 1s));
  w.pass(24h);
  CHECK(w.count_said("does not tell its time") == 1);
  CHECK(w.violations.empty());
}

TEST_CASE("no update ever has a wide fudge", "[clock]") {
  auto w = mute_world(412s);
  w.start();
  w.pass(3h);
  CHECK_FALSE(w.updates.empty());
  for (const auto& sent : w.updates) CHECK(sent.update.fudge <= 5min);
}

TEST_CASE("a clock that is off by days is told of, and asked for once an hour", "[clock]") {
  auto w = mute_world(96h);
  w.start();
  w.pass(10h);
  const auto told = w.count_said("accepts no time within 18 h of this clock's");
  CHECK(told >= 8);
  CHECK(told <= 11);
  CHECK(w.updates.empty());
  SECTION("until it is set") {
    w.wall_behind = 0s;
    w.hear(WallClockSet{});
    CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{"5.6.7.8"}; }, 5s));
  }
  SECTION("until it is set a little better") {
    w.wall_behind = 5h;
    w.hear(WallClockSet{});
    CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{"5.6.7.8"}; }, 15min));
  }
}

TEST_CASE("with the right clock nobody searches for the time", "[clock]") {
  auto w = mute_world(0s);
  w.server.refusal = Outcome::refused;
  w.start();
  w.pass(3h);
  CHECK(w.count_said("its time") == 0);
}
