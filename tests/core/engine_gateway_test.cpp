// SPDX-License-Identifier: MIT
#include <algorithm>
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

TEST_CASE("a gateway that announces brings a new address at once, and no echo is asked",
          "[engine]") {
  World w = nat_world(behind_nat({one, two}), true);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  w.set_outside("5.6.7.9");
  w.stir_gateway();
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 10ms));
  w.pass(24h);
  CHECK(w.echoes_asked.empty());
  CHECK(w.gateway_asked < 24 * 6 + 5);
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("a gateway that does not announce is asked every ten minutes", "[engine]") {
  World w = nat_world(behind_nat({one, two}), true);
  w.set_outside("5.6.7.9");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 11min + 1s));
  CHECK(w.echoes_asked.empty());
}

TEST_CASE("a flood of announcements is one question a second", "[engine]") {
  World w = nat_world(behind_nat(), true);
  const auto before = w.gateway_asked;
  for (int i = 0; i < 1000; ++i) {
    w.stir_gateway();
    if (i % 2 == 0) w.hear(LookNow{});
    w.pass(10ms);
  }
  CHECK(w.gateway_asked - before <= 11);
  CHECK(w.gateway_asked - before >= 9);
}

TEST_CASE("what is announced by somebody else's gateway is nothing to us", "[engine]") {
  World w = nat_world(behind_nat(), true);
  const auto before = w.gateway_asked;
  w.stir_gateway("10.0.0.1");
  w.pass(1min);
  CHECK(w.gateway_asked == before);
}

TEST_CASE("what happens while the gateway is being asked makes it be asked again", "[engine]") {
  World w = nat_world(behind_nat(), true);
  const bool announced = GENERATE(true, false);
  w.pass(2s);
  const auto before = w.gateway_asked;
  w.stir_gateway();
  announced ? w.stir_gateway() : w.hear(LookNow{});
  w.pass(2s);
  CHECK(w.gateway_asked - before == 2);
}

TEST_CASE("where the gateway is silent the echo services are asked", "[engine]") {
  World w = nat_world(behind_nat({one, two}), false);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.echoes_asked.size() == 2);
  SECTION("until it speaks") {
    w.gateway.speaks = true;
    w.pass(20min);
    w.echoes_asked.clear();
    w.pass(24h);
    CHECK(w.echoes_asked.empty());
  }
}

TEST_CASE("a gateway with a private address outside is not believed, and it is told", "[engine]") {
  const std::string outside = GENERATE(as<std::string>{}, "100.64.3.4", "192.168.0.4", "10.1.1.1");
  World w{behind_nat({one, two})};
  w.gateway.speaks = true;
  w.gateway.says = *IpAddress::parse(outside);
  w.set_outside("5.6.7.8");
  w.set_default_route(Family::ipv4, 2, "192.168.1.1");
  w.add_address(2, "192.168.1.10");
  w.start();
  w.pass(10h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.count_said("says that its public address is " + outside) == 1);
  CHECK(w.violations == std::vector<std::string>{});
}

TEST_CASE("one answer that is missing does not make the gateway's word void", "[engine]") {
  World w = nat_world(behind_nat({one, two}), true);
  w.gateway.speaks = false;
  const auto before = w.gateway_asked;
  REQUIRE(w.pass_until([&] { return w.gateway_asked > before; }, 11min));
  w.pass(5s);
  w.gateway.speaks = true;
  w.pass(10min);
  CHECK(w.echoes_asked.empty());
}

TEST_CASE("a gateway that was restarted is asked again when it has settled", "[engine]") {
  World w = nat_world(behind_nat(), true);
  w.gateway.up_since = w.now().time_since_epoch();
  w.stir_gateway();
  w.pass(1s);
  CHECK(w.count_said("has been restarted") == 1);
  w.set_outside("5.6.7.9");
  w.pass(10s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("a gateway that cannot count is told of once, and not asked more often", "[engine]") {
  World w = nat_world(behind_nat(), true);
  w.gateway.epoch = 7s;
  w.pass(24h);
  CHECK(w.count_said("has been restarted") <= 1);
  CHECK(w.gateway_asked < 24 * 6 + 10);
}

TEST_CASE("another gateway is asked itself, and the first one's word is void", "[engine]") {
  World w = nat_world(behind_nat(), true);
  w.set_outside("5.6.7.9");
  w.set_default_route(Family::ipv4, 2, "192.168.1.2");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 10ms));
  w.gateway.speaks = false;
  w.set_default_route(Family::ipv4, 2, "192.168.1.3");
  w.pass(1h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});  // nobody can tell: it stays
  CHECK(w.engine().others().gateway.at({Family::ipv4, ""}).addresses == std::nullopt);
}

TEST_CASE("two names follow an uplink each, and one that is down does not touch the other",
          "[engine]") {
  auto policy = behind_nat();
  policy.hosts[0].ipv4 = {InterfaceSource{{"eth0"}}};
  policy.hosts.push_back({.name = name("host2.d.example.com"),
                          .zone = "d.example.com",
                          .ipv4 = {InterfaceSource{{"ppp0"}}},
                          .ipv6 = {}});
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.change([](Seen& s) { s.default_routes.push_back({Family::ipv4, 3, 100, {}}); });
  w.add_address(2, "5.6.7.8");
  w.add_address(3, "9.9.9.9");
  w.start();
  w.pass(1s);
  CHECK(w.in_dns("host2.d.example.com", RrType::a) == Texts{"9.9.9.9"});
  w.change([](Seen& s) { s.interfaces[1].up = false; });
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
  CHECK(w.in_dns("host2.d.example.com", RrType::a) == Texts{"9.9.9.9"});
}

TEST_CASE("a program is run at changes, once a second at most, and its failure is no loss",
          "[engine]") {
  auto policy = behind_nat();
  policy.hosts[0].ipv4 = {CommandSource{"/usr/bin/mine"}};
  policy.hosts[0].on_loss = Afterwards::withdraw;
  World w{policy};
  w.add_address(3, "9.9.9.1");
  w.commands["/usr/bin/mine"] = {*IpAddress::parse("5.6.7.8")};
  w.start();
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  w.commands.clear();
  w.pass(24h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.count_said("/usr/bin/mine cannot tell: printed nothing") == 1);
  w.commands["/usr/bin/mine"] = {*IpAddress::parse("5.6.7.9")};
  w.add_address(3, "9.9.9.9");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 20ms));
  const auto before = w.commands_run;
  for (int i = 0; i < 100; ++i) {
    w.hear(LookNow{});
    w.pass(100ms);
  }
  CHECK(w.commands_run - before <= 11);
}
