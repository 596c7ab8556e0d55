// SPDX-License-Identifier: MIT
#include <algorithm>
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

constexpr auto apex = "d.example.com";

std::string text_of(const World& w) {
  const auto found = w.in_dns(apex, RrType::txt);
  return found.size() == 1 ? *found.begin() : std::to_string(found.size());
}

Policy with_spf() {
  auto policy = one_host(Afterwards::withdraw);
  policy.records.push_back({.name = name(apex), .type = RrType::txt, .zone = apex, .values = {}});
  policy.records[0].values.emplace_back(
      Template{{std::string{"\"v=spf1 ip4:"}, AddressMark{0, Family::ipv4, {}},
                std::string{" ip6:"}, AddressMark{0, Family::ipv6, {}}, std::string{" -all\""}}});
  return policy;
}

World both_families(const Policy& policy) {
  World w{policy};
  w.add_address(3, "9.9.9.9");
  w.set_default_route(Family::ipv4, 2);
  w.set_default_route(Family::ipv6, 2);
  w.add_address(2, "5.6.7.8");
  w.add_address(2, "2a00:1::1");
  w.start();
  w.pass(1min);
  return w;
}

}  // namespace

TEST_CASE("a record follows the addresses that stand in it", "[engine]") {
  World w = both_families(with_spf());
  CHECK(text_of(w) == "\"v=spf1 ip4:5.6.7.8 ip6:2a00:1::1 -all\"");
  w.add_address(2, "5.6.7.9");
  w.pass(1s);
  CHECK(text_of(w) == "\"v=spf1 ip4:5.6.7.8 ip4:5.6.7.9 ip6:2a00:1::1 -all\"");
}

TEST_CASE("while an address is not known its record stays, and goes with the address", "[engine]") {
  World w = both_families(with_spf());
  w.remove_address("2a00:1::1");
  w.pass(4min);
  CHECK(text_of(w) == "\"v=spf1 ip4:5.6.7.8 ip6:2a00:1::1 -all\"");
  w.pass(2min);
  CHECK(text_of(w) == "\"v=spf1 ip4:5.6.7.8 -all\"");
}

TEST_CASE("the same name in two views of a zone shows each its own address", "[engine]") {
  auto policy = one_host();
  policy.hosts[0].ipv6 = {};
  policy.zones.push_back({.name = name(apex), .alias = "inside", .servers = {{"ns2", 53}}});
  policy.hosts.push_back(policy.hosts[0]);
  policy.hosts[1].zone = "inside";
  policy.hosts[1].rules.private_too = true;
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.add_address(2, "192.168.1.10");
  w.start();
  w.pass(10ms);
  REQUIRE(w.updates.size() >= 2);  // the world has one store for both
  for (const auto& sent : {w.updates[0], w.updates[1]})
    CHECK(sent.update.changes[0].to.records.size() == (sent.update.zone == "inside" ? 2U : 1U));
}

TEST_CASE("a record does not wait for ever for a family that the machine never had", "[records]") {
  auto policy = one_host();
  policy.hosts[0].loss_grace = 5min;
  Template text;
  text.pieces = {"v=spf1 ip4:", AddressMark{0, Family::ipv4, {}},
                 " ip6:", AddressMark{0, Family::ipv6, {}}, " -all"};
  policy.records = {{.name = name("host1.d.example.com"),
                     .type = RrType::txt,
                     .zone = "d.example.com",
                     .values = {text}}};
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(4min);
  CHECK(w.in_dns("host1.d.example.com", RrType::txt).empty());
  w.pass(2min);
  CHECK(w.in_dns("host1.d.example.com", RrType::txt) ==
        std::set<std::string>{"\"v=spf1 ip4:5.6.7.8 -all\""});
  // Once it was there, its loss is no reason to take it out.
  w.set_default_route(Family::ipv6, 2);
  w.add_address(2, "2a00:1::1");
  w.pass(10s);
  w.remove_address("2a00:1::1");
  w.pass(1h);
  CHECK(w.in_dns("host1.d.example.com", RrType::txt) ==
        std::set<std::string>{"\"v=spf1 ip4:5.6.7.8 ip6:2a00:1::1 -all\""});
}

TEST_CASE("a record that is nothing but an address stays while there never was one", "[records]") {
  auto policy = one_host();
  policy.hosts[0].ipv4 = {InterfaceSource{{"ppp0"}}};
  policy.hosts[0].ipv6 = {};
  Template address;
  address.pieces = {AddressMark{0, Family::ipv4, {}}};
  policy.records = {{.name = name("alias.d.example.com"),
                     .type = RrType::a,
                     .zone = "d.example.com",
                     .values = {address}}};
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "10.0.0.2");
  w.add_address(3, "5.6.7.8");
  w.start();
  w.pass(1min);
  REQUIRE(w.in_dns("alias.d.example.com", RrType::a) == std::set<std::string>{"5.6.7.8"});
  w.stop();
  w.disk.file.reset();  // a router's, which is not kept over a boot
  w.remove_address("5.6.7.8");
  w.start();
  w.pass(1h);
  CHECK(w.in_dns("alias.d.example.com", RrType::a) == std::set<std::string>{"5.6.7.8"});
}
