// SPDX-License-Identifier: MIT
// What only shows between two runs, two zones, or two things at the same moment.
#include <algorithm>
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

World calm_world_of(const Policy& policy) {
  World w{policy};
  w.add_address(3, "9.9.9.9");  // another way to the server
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  return w;
}

}  // namespace

TEST_CASE("what was published is remembered by runs that could not ask", "[engine]") {
  World w = calm_world_of(one_host(Afterwards::withdraw));
  w.stop();
  w.remove_address("5.6.7.8");
  SECTION("because they ended before the loss had lasted") {
    w.start();
    w.pass(1min);
    w.stop();
  }
  SECTION("because the server was down") {
    w.server.up = false;
    w.add_address(2, "5.6.7.9");
    w.start();
    w.pass(1min);
    w.stop();
    w.server.up = true;
    w.remove_address("5.6.7.9");
  }
  w.start();
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a).empty());
}

TEST_CASE("what one zone confirms does not make another zone's memory fade", "[engine]") {
  auto policy = one_host(Afterwards::withdraw);
  policy.zones.push_back({.name = name("e.example.org"), .servers = {{"ns1", 53}}});
  policy.hosts.push_back({.name = name("host1.e.example.org"),
                          .zone = "e.example.org",
                          .ipv4 = {},
                          .ipv6 = {LiteralSource{*IpAddress::parse("2a00:1::1")}}});
  World w = calm_world_of(policy);
  w.stop();
  w.remove_address("5.6.7.8");
  w.server.zone.erase({name("host1.e.example.org"), RrType::aaaa});
  w.start();
  w.pass(1min);  // e.example.org is confirmed and saved
  w.crash();
  w.start();
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a).empty());
}

TEST_CASE("what landed although its answer was lost is remembered as well", "[engine]") {
  World w{one_host(Afterwards::withdraw)};
  w.add_address(3, "9.9.9.9");
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.path.one_way = 20ms;
  w.start();
  REQUIRE(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 1s));
  w.path.black = true;
  w.pass(10s);
  w.path.black = false;
  w.pass(10s);
  CHECK(w.count_said("somebody changed it") == 0);  // it was us
  w.crash();
  w.remove_address("5.6.7.8");
  w.start();
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a).empty());
}

TEST_CASE("a run that is forced from its beginning sends what is there already", "[engine]") {
  World w = calm_world_of(one_host());
  w.stop();
  w.start_forced();
  w.pass(10min);
  CHECK(w.updates.size() == 2);
}

TEST_CASE("force means a server with its own TTL as well", "[engine]") {
  World w{one_host()};
  w.server.own_ttl = 60s;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  REQUIRE(w.updates.size() == 1);
  w.engine().force();
  w.pass(10min);
  CHECK(w.updates.size() == 2);
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("zones at one busy server take turns", "[engine]") {
  auto policy = one_host();
  for (const std::string zone : {"e.example.org", "f.example.org"}) {
    policy.zones.push_back({.name = name(zone), .servers = {{"ns1", 53}}});
    policy.hosts.push_back({.name = name("host1." + zone), .zone = zone});
  }
  World w = calm_world_of(policy);
  std::string last = "5.6.7.8";
  for (int i = 0; i < 3600; ++i) {
    const auto next = "5.6.8." + std::to_string(i % 250);
    w.remove_address(last);
    w.add_address(2, next);
    last = next;
    w.pass(1s);
  }
  for (const auto& zone : policy.zones) {
    INFO(zone.name.to_text());
    const auto of_zone = std::ranges::count_if(
        w.updates, [&](const World::Sent& s) { return s.update.zone_name == zone.name; });
    CHECK(of_zone > static_cast<std::ptrdiff_t>(w.updates.size()) / 4);
  }
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("a server that takes our time for questions only is not hammered", "[engine]") {
  World w = calm_world_of(one_host());
  w.server.refusal = Outcome::bad_time;
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  w.pass(1s);
  CHECK(w.updates.size() <= 6);
  w.server.refusal = Outcome::done;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 10s));
}

TEST_CASE("an address that is back when its grace ends stays", "[engine]") {
  auto policy = one_host(Afterwards::withdraw);
  World w = calm_world_of(policy);
  w.remove_address("5.6.7.8");
  w.pass(policy.hosts[0].loss_grace + 1ms);  // seen as lost 2 ms later than it was
  w.add_address(2, "5.6.7.8");
  w.pass(1min);
  CHECK(w.updates.size() == 1);
  CHECK(w.count_said("withdrawn") == 0);
}

TEST_CASE("after a blind look nothing is withdrawn before the next good one", "[engine]") {
  auto policy = one_host(Afterwards::withdraw);
  World w = calm_world_of(policy);
  w.remove_address("5.6.7.8");
  w.pass(4min);
  w.unreadable_percent = 100;
  w.add_address(2, "5.6.7.8");
  w.pass(1h);
  w.unreadable_percent = 0;
  w.pass(1min);
  CHECK(w.updates.size() == 1);
}

TEST_CASE("an abandoned update that landed all the same is found at once", "[engine]") {
  World w = calm_world();
  w.path.one_way = 20ms;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  REQUIRE(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 1s));
  replace_address(w, "5.6.7.9", "5.6.7.8");  // before its answer is here
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 200ms));
  CHECK(w.count_said("5.6.7.9 has gone") == 1);
}

TEST_CASE("a wildcard of the zone is not taken for what the name holds", "[engine]") {
  auto policy = one_host(Afterwards::withdraw);
  policy.hosts.push_back({.name = name("host2.d.example.com"), .zone = policy.zones[0].label()});
  World w{policy};
  w.server.wildcard = Rrset{60s, {rdata_of(*IpAddress::parse("9.9.9.1"))}};
  w.add_address(3, "9.9.9.9");
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.in_dns("host2.d.example.com", RrType::a) == Texts{"5.6.7.8"});
  w.remove_address("5.6.7.8");
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a).empty());
  const auto updates = w.updates.size();
  w.pass(1h);
  CHECK(w.updates.size() == updates);
  w.add_address(2, "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("two servers that are both away are told of once each", "[engine]") {
  auto policy = one_host();
  policy.zones[0].servers.push_back({"ns2", 53});
  World w = calm_world(policy);
  w.path.black = true;
  w.add_address(2, "5.6.7.9");
  w.pass(1h);
  CHECK(w.count_said("ns1 did not answer") == 1);
  CHECK(w.count_said("ns2 did not answer") == 1);
}

TEST_CASE("the watch for replays goes on across a restart", "[engine]") {
  auto policy = one_host();
  policy.zones[0].verify = 24h;
  World w = calm_world(policy);
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  w.pass(30s);
  w.remove_address("5.6.7.9");
  w.add_address(2, "5.6.7.8");
  w.pass(30s);
  w.stop();
  w.start();
  w.pass(30s);
  REQUIRE(w.replay(1));  // 5.6.7.8 -> 5.6.7.9, still within its fudge
  w.pass(300s + 75s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
}

TEST_CASE("a late copy is found soon, and after the fudge, however rare the looks", "[engine]") {
  auto policy = one_host();
  policy.zones[0].verify = 24h;
  World w = calm_world_of(policy);
  w.pass(10min);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(2s);
  replace_address(w, "5.6.7.9", "5.6.7.8");
  w.pass(2s);
  Duration within = 7s;  // 10 s after the first of them
  if (GENERATE(false, true)) {
    w.pass(280s);
    within = 300s + 75s;
  }
  REQUIRE(w.replay(1));  // 5.6.7.8 -> 5.6.7.9, whose guard holds again
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, within));
}
