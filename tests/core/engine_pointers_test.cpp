// SPDX-License-Identifier: MIT
#include <algorithm>
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

Rdata pointer_to(const std::string& owner) {
  Rdata rdata;
  for (std::size_t at = 0; at < owner.size();) {
    const auto end = std::min(owner.find('.', at), owner.size());
    rdata += static_cast<char>(end - at);
    rdata += owner.substr(at, end - at);
    at = end + 1;
  }
  return rdata + '\0';
}

RrsetKey at(int last) { return {name(std::to_string(last) + ".7.6.5.in-addr.arpa"), RrType::ptr}; }

std::set<Rdata> held(World& w, int last) { return w.server.zone[at(last)].records; }

const std::set<Rdata> ours{pointer_to(host)}, others{pointer_to("other.example.net")};

Policy with_reverse() {
  auto policy = one_host();  // with IPv6, of which this machine has none
  policy.hosts[0].reverse = true;
  return policy;
}

World pointer_world(const Policy& policy) {
  World w{policy};
  w.reverse_zones = {name("7.6.5.in-addr.arpa")};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  return w;
}

}  // namespace

TEST_CASE("a PTR record follows its address, and the old one goes by its value", "[engine]") {
  World w = pointer_world(with_reverse());
  CHECK(held(w, 8) == ours);
  w.server.zone[at(8)].records.insert(*others.begin());
  w.server.zone[at(4)] = {300s, others};
  w.pass(10min);  // which is found, and at our own address not left
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1min);
  CHECK(held(w, 9) == ours);
  CHECK(held(w, 8) == std::set<Rdata>{});
  CHECK(held(w, 4) == others);
}

TEST_CASE("others' PTR records at an address that we had before stay", "[engine]") {
  World w = pointer_world(with_reverse());
  w.stop();
  w.server.zone[at(8)].records.insert(*others.begin());
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.start();
  w.pass(1min);
  CHECK(held(w, 9) == ours);
  CHECK(held(w, 8) == others);
}

TEST_CASE("addresses that are not known leave their PTR records alone", "[engine]") {
  World w = pointer_world(with_reverse());
  w.remove_address("5.6.7.8");
  w.pass(1h);
  CHECK(held(w, 8) == ours);
}

TEST_CASE("a thousand addresses later a look is as small as at first", "[engine]") {
  World w = pointer_world(with_reverse());
  for (int i = 0; i < 20; ++i) {
    replace_address(w, "5.6.7." + std::to_string(8 + i), "5.6.7." + std::to_string(9 + i));
    w.pass(1min);
  }
  CHECK(held(w, 28) == ours);
  CHECK(held(w, 20) == std::set<Rdata>{});
  const auto saved = w.engine().saved(true, w.now());
  CHECK(saved.published.at("7.6.5.in-addr.arpa").size() == 1);
  CHECK(w.engine().zones().back().holdings().confirmed_at(at(28)));
  CHECK_FALSE(w.engine().zones().back().holdings().confirmed_at(at(20)));
}

TEST_CASE("a reverse zone that nobody serves is told of once", "[engine]") {
  World w{with_reverse()};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(24h);
  CHECK(w.count_said("no PTR record for 5.6.7.8") == 1);
  CHECK(w.engine().is_at_rest(w.now()));
  w.reverse_zones = {name("7.6.5.in-addr.arpa")};
  CHECK(w.pass_until([&] { return held(w, 8) == ours; }, 12min));
}

TEST_CASE("a server that does not answer is not said to have no reverse zone", "[engine]") {
  World w{with_reverse()};
  w.reverse_zones = {name("7.6.5.in-addr.arpa")};
  w.path.black = true;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  w.path.black = false;
  CHECK(w.pass_until([&] { return held(w, 8) == ours; }, 40s));
  CHECK(w.count_said("no PTR record") == 0);
}

TEST_CASE("a configured reverse zone is used without asking for one", "[engine]") {
  auto policy = with_reverse();
  policy.zones.push_back({.name = name("7.6.5.in-addr.arpa"), .servers = {{"ns9", 53}}});
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  CHECK(held(w, 8) == ours);
  CHECK(
      std::ranges::any_of(w.updates, [](const auto& s) { return s.update.server.host == "ns9"; }));
}

TEST_CASE("two hosts at one address have a PTR record each", "[engine]") {
  auto policy = with_reverse();
  policy.hosts.push_back(policy.hosts[0]);
  policy.hosts[1].name = name("host2.d.example.com");
  World w = pointer_world(policy);
  CHECK(held(w, 8).size() == 2);
}

TEST_CASE("an address that is not known keeps its PTR record, whatever other views know",
          "[engine]") {
  auto policy = with_reverse();
  policy.zones.push_back(
      {.name = name("d.example.com"), .alias = "inside", .servers = {{"ns2", 53}}});
  for (const auto* zone : {"7.6.5.in-addr.arpa", "168.192.in-addr.arpa"})
    policy.zones.push_back({.name = name(zone), .servers = {{"ns9", 53}}});
  policy.hosts[0].ipv4 = {InterfaceSource{{"ppp0"}}};
  policy.hosts.push_back(policy.hosts[0]);
  policy.hosts[1].zone = "inside";
  policy.hosts[1].ipv4 = {InterfaceSource{{"eth0"}}};
  policy.hosts[1].rules.private_too = true;
  World w{policy};
  w.others[Server{"ns2", 53}] = {};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "192.168.1.10");
  w.add_address(3, "5.6.7.8");
  w.start();
  w.pass(1min);
  const RrsetKey inside{name("10.1.168.192.in-addr.arpa"), RrType::ptr};
  REQUIRE(held(w, 8) == ours);
  REQUIRE(w.server.zone[inside].records == ours);
  w.remove_address("5.6.7.8");
  w.pass(1h);
  CHECK(held(w, 8) == ours);
  w.add_address(3, "5.6.7.9");
  w.pass(1min);
  CHECK(held(w, 8) == std::set<Rdata>{});
  CHECK(held(w, 9) == ours);
  CHECK(w.server.zone[inside].records == ours);
}
