// SPDX-License-Identifier: MIT
#include <algorithm>
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

using Violations = std::vector<std::string>;
const std::vector<std::string> all{one, two, three};

std::ptrdiff_t asked(const World& w, const std::string& url) {
  return std::ranges::count(w.echoes_asked, url, &World::EchoAsked::url);
}

}  // namespace

TEST_CASE("a change is believed when two services agree, within the interval", "[engine]") {
  World w = nat_world(behind_nat(all), false);
  w.set_outside("5.6.7.9");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 34min));
  CHECK(w.violations == Violations{});
}

TEST_CASE("one liar among three is never believed", "[engine]") {
  World w{behind_nat(all)};
  const auto liar = GENERATE(one, two, three);
  const std::string lie = GENERATE(as<std::string>{}, "6.6.6.6", "192.168.7.7", "127.0.0.1");
  w.echoes[liar].lie = *IpAddress::parse(lie);
  w.set_outside("5.6.7.8");
  w.set_default_route(Family::ipv4, 2, "192.168.1.1");
  w.add_address(2, "192.168.1.10");
  w.start();
  for (int i = 0; i < 24; ++i) {
    w.pass(90min);
    w.set_outside("5.6.7." + std::to_string(20 + i));
  }
  w.pass(2h);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.43"});
  CHECK(w.violations == Violations{});
}

TEST_CASE("a service that is alone does not decide, and a dead one is not waited for busily",
          "[engine]") {
  World w{behind_nat({one, two})};
  w.echoes[two].up = false;
  w.set_outside("5.6.7.8");
  w.set_default_route(Family::ipv4, 2, "192.168.1.1");
  w.add_address(2, "192.168.1.10");
  w.start();
  w.pass(24h);
  CHECK(w.in_dns(host, RrType::a).empty());
  CHECK(w.wakeups < 24 * 60 * 2);
  w.echoes[two].up = true;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 67min));
  CHECK(w.violations == Violations{});
}

TEST_CASE("a service that says not now is left alone for so long, and asked again", "[engine]") {
  const auto ban = GENERATE(as<Duration>{}, 5h, 20h, 100h);
  World w = nat_world(behind_nat(all), false);
  w.echoes[one].ban = w.echoes[two].ban = w.echoes[three].ban = ban;
  w.pass(2h);
  for (int i = 0; i < 30; ++i) {
    w.pass(10min);
    i % 2 == 0 ? w.stop() : w.crash();
    w.start();
  }
  const auto before = w.echoes_asked.size();
  for (auto& [url, echo] : w.echoes) echo.ban.reset();
  w.pass(std::min<Duration>(ban, 24h) * 11 / 10 + 1h);
  CHECK(w.echoes_asked.size() > before);
  CHECK(w.violations == Violations{});
}

TEST_CASE("whatever happens, a service is asked at most twice an hour", "[engine]") {
  World w = nat_world(behind_nat(all), false);
  const int kind = GENERATE(range(0, 7));
  for (int second = 0; second < 2 * 3600; ++second) {
    const auto odd = second % 2 == 1;
    switch (kind) {
      case 0:
        w.set_default_route(Family::ipv4, 2, odd ? "192.168.1.1" : "192.168.1.2");
        break;
      case 1:
        w.change([&](Seen& seen) { seen.interfaces[0].up = odd; });
        break;
      case 2:
        w.hear(LookNow{});
        break;
      case 3:
        w.crash();
        w.start();
        break;
      case 4:
        w.stop();
        w.start();
        break;
      case 5:
        w.disk.full = second % 7 < 3;
        w.hear(LookNow{});
        break;
      default:
        w.crash();
        w.disk.torn = second % 2000 == 9;
        w.start();
        break;
    }
    w.pass(1s);
  }
  for (const auto& url : all) CHECK(asked(w, url) <= 5);
  CHECK(w.violations == Violations{});
}

TEST_CASE("a day of looks is two requests an hour, and an early look every five minutes at most",
          "[engine]") {
  auto policy = behind_nat();
  for (int i = 0; i < 32; ++i)
    policy.echo.services.push_back(
        {.url = "https://" + std::to_string(i) + ".example/", .json_key = {}, .family = {}});
  World w = nat_world(policy, false);
  for (int i = 0; i < 1800; ++i) {
    w.hear(LookNow{});
    w.pass(1s);
  }
  CHECK(w.echoes_asked.size() <= 2 + 7);
  CHECK(w.echoes_asked.size() >= 2 + 5);
}

TEST_CASE("nobody is asked before the disk knows", "[engine]") {
  World w{behind_nat(all)};
  w.set_outside("5.6.7.8");
  w.set_default_route(Family::ipv4, 2, "192.168.1.1");
  w.add_address(2, "192.168.1.10");
  SECTION("and never when it cannot be written") {
    w.start();
    w.disk.full = true;
    w.pass(24h);
    CHECK(w.echoes_asked.empty());
    CHECK(w.count_said("while that cannot be written down") == 1);
    w.disk.full = false;
    w.pass(2min);
    CHECK(w.echoes_asked.size() == 2);
  }
  SECTION("nor twice after a crash at any moment") {
    for (int i = 0; i < 50; ++i) {
      w.start();
      w.pass(4s + std::chrono::milliseconds{i});
      w.crash();
    }
    for (const auto& url : all) CHECK(asked(w, url) <= 1);
  }
  CHECK(w.violations == Violations{});
}

TEST_CASE("what was agreed on survives a restart and is used at once", "[engine]") {
  World w = nat_world(behind_nat({one, two}), false);
  w.stop();
  w.server.zone.clear();
  w.start();
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.8"}; }, 5s));
  CHECK(w.echoes_asked.size() == 2);
  SECTION("but not behind another uplink") {
    w.set_default_route(Family::ipv4, 2, "192.168.1.2");
    w.pass(6s);
    CHECK(w.engine().others().echo.at({Family::ipv4, ""}).addresses == std::nullopt);
  }
}

TEST_CASE("who keeps no state asks no echo service and comes to rest", "[engine]") {
  auto policy = behind_nat(all);
  std::string why_not = "only a watcher asks the echo services";
  SECTION("and says why") {}
  SECTION("also where there is none to ask") {
    policy.echo.services.clear();
    why_not = "no [echo] services are configured";
  }
  Engine engine{policy, {.saved = {}, .keeps = false}, 1, TimePoint{1h}};
  Seen seen;
  seen.interfaces = {{.index = 2, .name = "eth0", .up = true, .addresses = {}}};
  seen.interfaces[0].addresses.emplace_back().address = *IpAddress::parse("192.168.1.10");
  seen.default_routes = {{Family::ipv4, 2, 0, {}}};
  (void)engine.start(TimePoint{1h});
  const auto actions = engine.on(KernelSeen{seen}, TimePoint{1h});
  for (const auto& action : actions) CHECK_FALSE(std::holds_alternative<AskEcho>(action));
  CHECK(engine.is_at_rest(TimePoint{1h}));
  CHECK(engine.others().echo.at({Family::ipv4, ""}).why_not == why_not);
}

TEST_CASE("one's own service may be asked as often as one likes", "[engine]") {
  auto policy = behind_nat({one});
  policy.echo.own = true;
  policy.echo.agree = 1;
  policy.echo.interval = 10s;
  World w = nat_world(policy, false);
  w.set_outside("5.6.7.9");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 13s));
  CHECK(w.violations == Violations{});
}

TEST_CASE("a dead IPv6 does not delay the A record", "[engine]") {
  auto policy = behind_nat({one, two, three, "https://four.example/"});
  policy.hosts[0].ipv4 = policy.hosts[0].ipv6 = {EchoSource{}};
  World w{policy};
  w.set_outside("5.6.7.8");
  w.set_default_route(Family::ipv4, 2, "192.168.1.1");
  w.set_default_route(Family::ipv6, 2, "fe80::1");
  w.add_address(2, "192.168.1.10");
  w.add_address(2, "fd00::1");
  w.start();
  w.pass(5s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  for (int i = 0; i < 12; ++i) {
    w.pass(2h);
    w.set_outside("5.6.7." + std::to_string(20 + i));
    w.hear(LookNow{});
    INFO(i);
    CHECK(w.pass_until(
        [&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7." + std::to_string(20 + i)}; },
        1min));
  }
  CHECK(w.violations == Violations{});
}

TEST_CASE("two families share two services, and both get there", "[engine]") {
  auto policy = behind_nat({one, two});
  policy.hosts[0].ipv4 = policy.hosts[0].ipv6 = {EchoSource{}};
  World w{policy};
  w.set_outside("5.6.7.8");
  w.set_outside("2a00:1::1");
  w.set_default_route(Family::ipv4, 2, "192.168.1.1");
  w.set_default_route(Family::ipv6, 2, "fe80::1");
  w.add_address(2, "192.168.1.10");
  w.add_address(2, "fd00::1");
  w.start();
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::aaaa) == Texts{"2a00:1::1"}; }, 4h));
  CHECK(w.violations == Violations{});
}

TEST_CASE("what a service said long ago is not waited upon, it is asked again", "[engine]") {
  World w = nat_world(behind_nat({one, two}), false);
  w.echoes[two].up = false;
  w.set_outside("5.6.7.9");
  w.pass(3h);
  w.set_outside("5.6.7.10");
  w.pass(3h);
  w.echoes[two].up = true;
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.10"}; }, 2h));
  CHECK(w.violations == Violations{});
}
