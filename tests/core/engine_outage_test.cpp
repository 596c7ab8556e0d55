// SPDX-License-Identifier: MIT
// The same machine on bad days: servers and paths that fail, clocks that are wrong.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

TEST_CASE("a server that was down has the new address seconds after it is back", "[engine]") {
  const auto outage = GENERATE(2s, 20s, 120s, 3600s);
  World w = calm_world();
  w.server.up = false;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(outage);
  w.server.up = true;
  const Duration within = std::max<Duration>(1s, outage / 3 + 100ms);
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, within));
  w.pass(1s);
  CHECK(w.count_said("ns1 answers again after") == 1);
}

TEST_CASE("a black path is survived, and said once", "[engine]") {
  World w = calm_world();
  w.path.black = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(20s);
  w.path.black = false;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 7s));
  CHECK(w.count_said("could not confirm host1.d.example.com A: ns1 did not answer") == 1);
}

TEST_CASE("a day of silence is a bounded number of tries", "[engine]") {
  World w = calm_world();
  w.path.black = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(24h);
  CHECK(w.updates.size() == 2);
  CHECK(w.looks < 300);
  w.path.black = false;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 11min));
}

TEST_CASE("a default route that comes later is a reason to try at once", "[engine]") {
  World w = calm_world();
  w.clear_default_routes();
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.9.1");
  w.pass(200ms);
  w.set_default_route(Family::ipv4, 2);
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.9.1"}; }, 20ms));
}

TEST_CASE("an exchange is given up when its source address goes", "[engine]") {
  World w = calm_world();
  w.path.one_way = 100ms;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(50ms);
  replace_address(w, "5.6.7.9", "5.6.7.10");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.10"}; }, 1s));
  CHECK(w.count_said("5.6.7.9 has gone, and with it the answer of ns1") == 1);
}

TEST_CASE("a change during an update waits for its answer", "[engine]") {
  World w = calm_world();
  w.path.one_way = 500ms;
  w.add_address(2, "5.6.7.9");
  w.pass(100ms);
  w.add_address(2, "5.6.7.10");
  w.pass(10s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8", "5.6.7.9", "5.6.7.10"});
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("a clock in 1970 costs one more round trip", "[engine]") {
  World w{one_host()};
  w.wall_behind = 24h * 365 * 50;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 20ms));
  w.pass(1min);
  CHECK(w.count_said("BADTIME: this clock is 1576800000 s behind the server") == 1);
  CHECK(w.updates.size() == 1);

  SECTION("and setting it is noticed") {
    w.wall_behind = 0s;
    w.hear(WallClockSet{});
    w.pass(10min);
    CHECK(w.count_said("this clock was set") == 1);
    CHECK_FALSE(w.engine().saved(true, w.now()).published.empty());
  }
  SECTION("even when nobody tells") {
    w.wall_behind = 0s;
    w.pass(10min);
    CHECK(w.count_said("this clock agrees with ns1 again") == 1);
  }
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("a server whose clock jumps twice is followed", "[engine]") {
  World w = calm_world();
  w.server.clock_ahead = 1h;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
  w.server.clock_ahead = -48h;
  replace_address(w, "5.6.7.9", "5.6.7.10");
  w.pass(3s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.10"});
}

TEST_CASE("a refusal is told once, with advice, and tried again slowly", "[engine]") {
  World w = calm_world();
  w.server.refusal = Outcome::refused;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(24h);
  CHECK(w.count_said("look at update-policy or allow-update there") == 1);
  CHECK(w.updates.size() < 350);
  CHECK(w.violations == std::vector<std::string>{});
  w.server.refusal = Outcome::done;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 10min));
}

TEST_CASE("an update that landed while its answer was lost is told when it is found", "[engine]") {
  World w = calm_world();
  w.path.one_way = 20ms;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  REQUIRE(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 1s));
  w.path.black = true;  // from here on no answer comes back
  w.pass(10s);
  CHECK(w.count_said("5.6.7.9 published") == 0);
  w.path.black = false;
  w.pass(10s);
  CHECK(w.count_said("A 5.6.7.9 published at ns1") == 1);
  CHECK(w.updates.size() == 2);
}

TEST_CASE("a refused key is not tried more often because the machine is restless", "[engine]") {
  World w = calm_world();
  w.server.refusal = Outcome::bad_key;
  w.server.refuses_looks = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  const auto looks = w.looks;
  for (int i = 0; i < 60; ++i) {
    w.add_address(3, "9.9.8." + std::to_string(i));
    w.pass(1s);
  }
  CHECK(w.looks - looks <= 3);
}

TEST_CASE("NOERROR is not believed before the records are there", "[engine]") {
  World w = calm_world();
  w.server.lies = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1h);
  CHECK(w.count_said("5.6.7.9 published") == 0);
  CHECK(w.count_said("it was to be 5.6.7.9 and is 5.6.7.8") == 1);
  CHECK(w.updates.size() < 20);
  w.server.lies = false;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 10min));
}
