// SPDX-License-Identifier: MIT
// The specification of nsfollow, told as days of a simulated machine.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

TEST_CASE("an address is published within milliseconds of its coming", "[engine]") {
  World w{one_host()};
  w.start();
  w.pass(1min);
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 10ms));
  w.pass(1min);
  CHECK(w.updates.size() == 1);
  CHECK(w.count_said("host1.d.example.com A 5.6.7.8 published at ns1 (") == 1);
}

TEST_CASE("a delete and an add are one update, in one round trip", "[engine]") {
  World w = calm_world();
  w.path.one_way = 20ms;
  const auto before = w.now();
  replace_address(w, "5.6.7.8", "5.6.7.9");
  REQUIRE(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 1s));
  CHECK(w.now() - before < 2ms + 20ms + 1ms);  // settling and half a round trip
  w.pass(10min);
  CHECK(w.updates.size() == 2);
  CHECK(w.updates.back().update.changes.front().from.records.size() == 1);  // guarded by the old
}

TEST_CASE("both families of a host go in one message", "[engine]") {
  World w = calm_world();
  w.change([](Seen& seen) {
    seen.default_routes.push_back({.family = Family::ipv6, .interface = 2, .gateway = {}});
  });
  w.pass(1min);
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  w.add_address(2, "2a00:1::1");
  w.pass(1min);
  CHECK(w.updates.size() == 2);
  CHECK(w.updates.back().update.changes.size() == 2);
  CHECK(w.in_dns(host, RrType::aaaa) == Texts{"2a00:1::1"});
}

TEST_CASE("200 changes in two seconds are a handful of updates", "[engine]") {
  World w = calm_world();
  std::string last = "5.6.7.8";
  for (int i = 0; i < 200; ++i) {
    const auto next = "5.6.8." + std::to_string(i);
    replace_address(w, last, next);
    last = next;
    w.pass(10ms);
  }
  const auto stormed = w.updates.size() - 1;
  w.pass(500ms);
  CHECK(w.in_dns(host, RrType::a) == Texts{last});
  w.pass(10min);
  CHECK(stormed <= 6);
  CHECK(w.updates.size() - 1 <= 6);
}

TEST_CASE("a storm that does not end is not waited out", "[engine]") {
  World w = calm_world();
  const auto before = w.updates.size();
  std::string last = "5.6.7.8";
  for (int i = 0; i < 300; ++i) {
    const auto next = "5.6.8." + std::to_string(i % 250);
    replace_address(w, last, next);
    last = next;
    w.pass(100ms);
  }
  CHECK(w.updates.size() - before >= 10);  // 30 s, held at most 2 s
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("an address that goes for a moment is not withdrawn", "[engine]") {
  World w = calm_world(Afterwards::withdraw);
  w.remove_address("5.6.7.8");
  w.pass(4min);
  w.add_address(2, "5.6.7.8");
  w.pass(1h);
  CHECK(w.updates.size() == 1);
}

TEST_CASE("a loss that lasts is withdrawn only where that was asked for", "[engine]") {
  const auto on_loss = GENERATE(Afterwards::keep, Afterwards::withdraw);
  World w = calm_world(on_loss);
  w.add_address(3, "9.9.9.9");  // another way to the server
  w.remove_address("5.6.7.8");
  w.pass(1h);
  const bool kept = on_loss == Afterwards::keep;
  CHECK(w.in_dns(host, RrType::a) == (kept ? Texts{"5.6.7.8"} : Texts{}));
  CHECK(w.count_said("withdrawn") == (kept ? 0 : 1));
  w.add_address(2, "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("a loss while nsfollow did not run is a loss", "[engine]") {
  World w = calm_world(Afterwards::withdraw);
  w.add_address(3, "9.9.9.9");
  w.stop();
  w.remove_address("5.6.7.8");
  w.start();
  w.pass(4min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a).empty());
}

TEST_CASE("an address that never came is not withdrawn", "[engine]") {
  World w{one_host(Afterwards::withdraw)};
  w.server.zone[{name(host), RrType::a}] = {300s, {rdata_of(*IpAddress::parse("5.6.7.8"))}};
  w.start();
  w.pass(24h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.looks == 0);
}

TEST_CASE("while the kernel cannot be read nothing is touched", "[engine]") {
  World w = calm_world(Afterwards::withdraw);
  w.unreadable_percent = 100;
  w.remove_address("5.6.7.8");
  w.pass(24h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.count_said("could not read this machine's addresses: interrupted") == 1);
  w.unreadable_percent = 0;
  w.add_address(2, "5.6.7.9");
  w.pass(3s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("what is right already is not updated, after any number of restarts", "[engine]") {
  World w = calm_world();
  for (int i = 0; i < 20; ++i) {
    i % 2 == 0 ? w.stop() : w.crash();
    w.start();
    w.pass(10min);
  }
  CHECK(w.updates.size() == 1);
}

TEST_CASE("an idle hour is a dozen looks and no other wakeup", "[engine]") {
  World w = calm_world();
  w.pass(10min);
  const auto looks = w.looks;
  const auto wakeups = w.wakeups;
  w.pass(1h);
  CHECK(w.looks - looks <= 14);
  CHECK(w.looks - looks >= 10);
  CHECK(w.wakeups - wakeups == w.looks - looks);
}

TEST_CASE("a zone restored from an old backup is put right within `verify`", "[engine]") {
  World w = calm_world();
  w.server.zone[{name(host), RrType::a}].records = {rdata_of(*IpAddress::parse("5.6.7.1"))};
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 6min));
  CHECK(w.count_said("A at ns1 is 5.6.7.1, not 5.6.7.8 as published") == 1);
}

TEST_CASE("a server that insists on its own TTL is not fought", "[engine]") {
  World w{one_host()};
  w.server.own_ttl = 60s;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(24h);
  CHECK(w.updates.size() == 1);
}

TEST_CASE("another TTL in the configuration is an update", "[engine]") {
  World w{one_host()};
  w.server.zone[{name(host), RrType::a}] = {60s, {rdata_of(*IpAddress::parse("5.6.7.8"))}};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  CHECK(w.server.zone[{name(host), RrType::a}].ttl == 300s);
  CHECK(w.count_said("TTL was 60 s") == 1);
}

TEST_CASE("a replayed update finds the guard in its way", "[engine]") {
  World w = calm_world();
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(10s);
  CHECK_FALSE(w.replay(0));
  CHECK_FALSE(w.replay(1));
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("a replay whose guard holds again is mended soon after the fudge", "[engine]") {
  World w = calm_world();
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(2s);
  replace_address(w, "5.6.7.9", "5.6.7.8");
  w.pass(2s);
  REQUIRE(w.replay(1));  // 5.6.7.8 -> 5.6.7.9 holds as long as its fudge
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 300s + 75s));
}

TEST_CASE("another writer at the name is not trampled unseen", "[engine]") {
  World w = calm_world();
  w.server.zone[{name(host), RrType::a}].records = {rdata_of(*IpAddress::parse("5.6.7.1"))};
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
  CHECK(w.count_said("holds other records in d.example.com than the update expected") == 1);
}

TEST_CASE("records that nobody asked for stay as they are", "[engine]") {
  World w{one_host()};
  const RrsetKey foreign{name("other.d.example.com"), RrType::a};
  const RrsetKey text{name(host), RrType{16}};
  w.server.zone[foreign] = {60s, {"abcd"}};
  w.server.zone[text] = {60s, {"abcd"}};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1h);
  CHECK(w.server.zone[foreign] == Rrset{60s, {"abcd"}});
  CHECK(w.server.zone[text] == Rrset{60s, {"abcd"}});
}

TEST_CASE("too many addresses are a mistake, and said", "[engine]") {
  World w = calm_world();
  for (int i = 0; i < 20; ++i) w.add_address(2, "5.6.9." + std::to_string(i));
  w.pass(1h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.count_said("21 addresses, more than the 8 that may stand at one name") == 1);
}

TEST_CASE("what is deprecated stays published until something better comes", "[engine]") {
  World w = calm_world(Afterwards::withdraw);
  w.change_address("5.6.7.8", [](SeenAddress& a) { a.deprecated = true; });
  w.pass(1h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  w.add_address(2, "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("after a crash the server is spared", "[engine]") {
  World w = calm_world();
  std::string last = "5.6.7.8";
  for (int i = 0; i < 100; ++i) {
    const auto next = "5.6.8." + std::to_string(i);
    replace_address(w, last, next);
    last = next;
    w.pass(300ms);
    if (i % 5 == 0) {
      w.crash();
      w.start();
    }
  }
  CHECK(w.violations == std::vector<std::string>{});
  w.pass(11min);
  CHECK(w.in_dns(host, RrType::a) == Texts{last});
}

TEST_CASE("a full disk is said once and stops nothing", "[engine]") {
  World w = calm_world();
  w.disk.full = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(2s);
  replace_address(w, "5.6.7.9", "5.6.7.10");
  w.pass(2s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.10"});
  CHECK(w.count_said("could not save the state: disk full") == 1);
}

TEST_CASE("with two servers the next is asked at once", "[engine]") {
  auto policy = one_host();
  policy.zones[0].servers.push_back({"ns2", 53});
  World w{policy};
  w.server.refusal = Outcome::server_failed;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(100ms);
  REQUIRE(w.updates.size() == 2);
  CHECK(w.updates[0].update.server.host == "ns1");
  CHECK(w.updates[1].update.server.host == "ns2");
}

TEST_CASE("a forced run sends what is there already, once", "[engine]") {
  World w = calm_world();
  w.stop();
  w.start();
  w.engine().force();
  w.pass(10min);
  CHECK(w.updates.size() == 2);
  CHECK(w.engine().is_at_rest(w.now()));
}

TEST_CASE("a hook's hint is acted on without settling", "[engine]") {
  World w = calm_world();
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  w.hear(LookNow{});
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 1ms));
}

TEST_CASE("router advertisements that change nothing wake nobody but the kernel", "[engine]") {
  World w = calm_world();
  const auto looks = w.looks;
  for (int i = 0; i < 20; ++i) {
    w.change([](Seen& seen) { seen.interfaces[0].addresses[0].preferred = 100s; });
    w.pass(3s);
  }
  CHECK(w.looks - looks <= 1);
  CHECK(w.updates.size() == 1);
}
