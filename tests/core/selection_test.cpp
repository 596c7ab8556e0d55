// SPDX-License-Identifier: MIT
#include "core/selection.h"
#include <functional>
#include "support/catch.h"

using namespace nsfollow::core;
using nsfollow::test::ContainsSubstring;

namespace {

using Texts = std::vector<std::string>;

SeenAddress seen_address(const std::string& text) {
  SeenAddress a;
  a.address = *IpAddress::parse(text);
  a.prefix_length = a.address.family() == Family::ipv4 ? 24 : 64;
  return a;
}

SeenInterface seen_interface(unsigned index, const std::string& name, const Texts& addresses) {
  SeenInterface i{.index = index, .name = name, .up = true, .running = true, .addresses = {}};
  for (const auto& text : addresses) i.addresses.push_back(seen_address(text));
  return i;
}

SeenRoute route(Family family, unsigned interface, std::uint32_t metric = 0) {
  return {.family = family, .interface = interface, .metric = metric, .gateway = {}};
}

Texts texts(const Selection& selection) {
  Texts all;
  for (const auto& address : selection.addresses) all.push_back(address.to_text());
  return all;
}

Texts chosen(const std::vector<std::string>& patterns, const Seen& seen) {
  return texts(select({InterfaceSource{patterns}}, Family::ipv4, {}, seen, {}));
}

}  // namespace

TEST_CASE("the first rule that speaks against an address is told", "[selection]") {
  struct Rule {
    std::function<void(SeenInterface&)> breaks;
    const char* why;
  };
  // In the order in which they are looked at.
  static const std::vector<Rule> rules{
      {[](SeenInterface& i) { i.up = false; }, "the interface is down"},
      {[](SeenInterface& i) { i.addresses[0].dad_failed = true; }, "detection failed"},
      {[](SeenInterface& i) { i.addresses[0].tentative = true; }, "tentative"},
      {[](SeenInterface& i) { i.addresses[0].optimistic = true; }, "optimistic"},
      {[](SeenInterface& i) { i.addresses[0].scope = Scope::link; }, "not of global scope"},
      {[](SeenInterface& i) { i.addresses[0].address = *IpAddress::parse("fd00::1"); },
       "special purpose: unique local"},
      {[](SeenInterface& i) { i.addresses[0].temporary = true; }, "temporary"},
      {[](SeenInterface& i) { i.addresses[0].deprecated = true; }, "deprecated"},
  };
  for (unsigned broken = 0; broken < (1U << rules.size()); ++broken) {  // every combination
    Seen seen{{seen_interface(2, "eth0", {"2a00:1::1"})}, {route(Family::ipv6, 2)}};
    const char* expected = nullptr;
    for (unsigned r = 0; r < rules.size(); ++r) {
      if ((broken >> r & 1U) == 0) continue;
      rules[r].breaks(seen.interfaces[0]);
      if (expected == nullptr) expected = rules[r].why;
    }
    const auto selection = select({AutoSource{}}, Family::ipv6, {}, seen, {});
    REQUIRE(selection.considered.size() == 1);
    const auto& candidate = selection.considered[0];
    CHECK(candidate.kept == (expected == nullptr));
    CHECK(selection.addresses.size() == (expected == nullptr ? 1 : 0));
    if (expected == nullptr) CHECK(candidate.why == "");
    if (expected != nullptr) CHECK_THAT(candidate.why, ContainsSubstring(expected));
    // What was good until its time was over is a reason to leave things as they are; behind a
    // translator others are asked.
    const bool translated = expected && std::string{expected}.starts_with("special purpose");
    CHECK(selection.undecided == (broken == 1U << (rules.size() - 1) || translated));
    CHECK(selection.needs.echo.empty() == !translated);
  }
}

TEST_CASE("flags that say nothing against an address do not drop it", "[selection]") {
  Seen seen{{seen_interface(2, "eth0", {"2a00:1::1"})}, {route(Family::ipv6, 2)}};
  auto& address = seen.interfaces[0].addresses[0];
  address.secondary = address.makes_temporary = address.stable_privacy = address.permanent = true;
  seen.interfaces[0].running = false;  // a carrier comes and goes
  CHECK(texts(select({AutoSource{}}, Family::ipv6, {}, seen, {})) == Texts{"2a00:1::1"});
}

TEST_CASE("no scope but the global one is published", "[selection]") {
  const auto scope = GENERATE(Scope::site, Scope::link, Scope::host, Scope::nowhere);
  Seen seen{{seen_interface(2, "eth0", {"5.6.7.8"})}, {route(Family::ipv4, 2)}};
  seen.interfaces[0].addresses[0].scope = scope;
  CHECK(texts(select({AutoSource{}}, Family::ipv4, {}, seen, {})).empty());
}

TEST_CASE("auto follows the default route of the family with the smallest metric", "[selection]") {
  Seen seen{{seen_interface(2, "eth0", {"5.6.7.8", "2a00:1::1"}),
             seen_interface(3, "wwan0", {"11.22.33.44", "2a00:2::1"}),
             seen_interface(4, "br0", {"5.6.9.9"})},
            {}};
  SECTION("each family its own") {
    seen.default_routes = {route(Family::ipv4, 2), route(Family::ipv6, 3)};
    CHECK(texts(select({AutoSource{}}, Family::ipv4, {}, seen, {})) == Texts{"5.6.7.8"});
    CHECK(texts(select({AutoSource{}}, Family::ipv6, {}, seen, {})) == Texts{"2a00:2::1"});
  }
  SECTION("a larger metric is a spare") {
    seen.default_routes = {route(Family::ipv4, 3, 100), route(Family::ipv4, 2, 600)};
    const auto selection = select({AutoSource{}}, Family::ipv4, {}, seen, {});
    CHECK(texts(selection) == Texts{"11.22.33.44"});
    REQUIRE(selection.considered.size() == 3);
    CHECK(selection.considered[0].why == "the interface does not carry the default route");
  }
  SECTION("equal metrics are several ways at once") {
    seen.default_routes = {route(Family::ipv4, 2, 7), route(Family::ipv4, 4, 7),
                           route(Family::ipv4, 3, 8)};
    CHECK(texts(select({AutoSource{}}, Family::ipv4, {}, seen, {})) == Texts{"5.6.7.8", "5.6.9.9"});
  }
  SECTION("without a route there is nothing, and it is said") {
    seen.default_routes = {route(Family::ipv6, 2)};
    const auto selection = select({AutoSource{}}, Family::ipv4, {}, seen, {});
    CHECK(selection.addresses.empty());
    CHECK_FALSE(selection.undecided);
    CHECK(selection.remark == "there is no IPv4 default route");
  }
  SECTION("a route to an interface that is gone leads nowhere") {
    seen.default_routes = {route(Family::ipv4, 99)};
    CHECK(texts(select({AutoSource{}}, Family::ipv4, {}, seen, {})).empty());
  }
}

TEST_CASE("interfaces are chosen by globs, and the last match decides", "[selection]") {
  const Seen seen{{seen_interface(2, "eth0", {"5.6.7.2"}), seen_interface(3, "eth1", {"5.6.7.3"}),
                   seen_interface(4, "ppp0", {"5.6.7.4"})},
                  {}};
  CHECK(chosen({"eth0"}, seen) == Texts{"5.6.7.2"});
  CHECK(chosen({"eth*"}, seen) == Texts{"5.6.7.2", "5.6.7.3"});
  CHECK(chosen({"eth[1-9]", "ppp?"}, seen) == Texts{"5.6.7.3", "5.6.7.4"});
  CHECK(chosen({"*", "!eth*"}, seen) == Texts{"5.6.7.4"});
  CHECK(chosen({"!eth*", "*"}, seen) == Texts{"5.6.7.2", "5.6.7.3", "5.6.7.4"});
  CHECK(chosen({"*", "!eth*", "eth1"}, seen) == Texts{"5.6.7.3", "5.6.7.4"});
  CHECK(chosen({"!eth*"}, seen).empty());
  CHECK(chosen({"ETH0"}, seen).empty());
  CHECK(select({InterfaceSource{{"tun0"}}}, Family::ipv4, {}, seen, {}).remark ==
        "no interface has such a name");
}

TEST_CASE("a hostile interface name is a name like any other", "[selection]") {
  const std::string hostile = GENERATE(as<std::string>{}, "*", "!eth0", "[", "a\x1b[2J", "\\",
                                       "\xff\xfe", "%s%n", "eth0;reboot");
  const Seen seen{{seen_interface(2, hostile, {"5.6.7.8"})}, {}};
  CHECK(chosen({"eth0"}, seen).empty());
  CHECK(chosen({"*"}, seen) == Texts{"5.6.7.8"});
  CHECK(select({InterfaceSource{{"*"}}}, Family::ipv4, {}, seen, {}).considered[0].origin ==
        hostile);
}

TEST_CASE("what is chosen is sorted and each address stands once", "[selection]") {
  const Seen seen{{seen_interface(2, "eth0", {"5.6.7.9", "5.6.7.8"}),
                   seen_interface(3, "eth1", {"5.6.7.8", "2a00:1::1"})},
                  {}};
  CHECK(chosen({"*"}, seen) == Texts{"5.6.7.8", "5.6.7.9"});
}

TEST_CASE("eight addresses are many, nine are a mistake", "[selection]") {
  Texts all;
  for (int i = 1; i <= 8; ++i) all.push_back("5.6.7." + std::to_string(i));
  Seen seen{{seen_interface(2, "eth0", all)}, {}};
  CHECK(chosen({"*"}, seen).size() == 8);
  seen.interfaces[0].addresses.push_back(seen_address("5.6.7.9"));
  const auto selection = select({InterfaceSource{{"*"}}}, Family::ipv4, {}, seen, {});
  CHECK(selection.addresses.empty());
  CHECK(selection.undecided);
  CHECK_THAT(selection.remark, ContainsSubstring("9 addresses, more than the 8"));
}

TEST_CASE("a deprecated address beside a good one is dropped without ado", "[selection]") {
  Seen seen{{seen_interface(2, "eth0", {"2a00:1::1", "2a00:1::2"})}, {}};
  seen.interfaces[0].addresses[0].deprecated = true;
  const auto selection = select({InterfaceSource{{"*"}}}, Family::ipv6, {}, seen, {});
  CHECK(texts(selection) == Texts{"2a00:1::2"});
  CHECK_FALSE(selection.undecided);
  CHECK(selection.remark == "");
}

TEST_CASE("a literal is itself, whatever the kernel shows", "[selection]") {
  const auto literal = *IpAddress::parse("192.168.1.1");
  const auto selection = select({LiteralSource{literal}}, Family::ipv4, {}, Seen{}, {});
  CHECK(texts(selection) == Texts{"192.168.1.1"});
  CHECK(selection.considered.size() == 1);
}
