// SPDX-License-Identifier: MIT
#include "core/seen.h"
#include <functional>
#include "support/catch.h"

using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

Seen picture() {
  SeenAddress address;
  address.address = *IpAddress::parse("2a00:1::1");
  address.prefix_length = 64;
  return {{{.index = 2, .name = "eth0", .up = true, .running = true, .addresses = {address}}},
          {{.family = Family::ipv6, .interface = 2, .metric = 1, .gateway = {}}}};
}

}  // namespace

TEST_CASE("lifetimes that run down do not make another picture", "[seen]") {
  auto later = picture();
  later.interfaces[0].addresses[0].preferred = 10s;
  later.interfaces[0].addresses[0].valid = 20s;
  CHECK(picture().same_but_lifetimes(later));
}

TEST_CASE("everything else does", "[seen]") {
  static const std::vector<std::function<void(Seen&)>> changes{
      [](Seen& s) { s.interfaces[0].addresses[0].address = *IpAddress::parse("2a00:1::2"); },
      [](Seen& s) { s.interfaces[0].addresses[0].prefix_length = 56; },
      [](Seen& s) { s.interfaces[0].addresses[0].scope = Scope::link; },
      [](Seen& s) { s.interfaces[0].addresses[0].secondary = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].temporary = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].tentative = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].optimistic = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].dad_failed = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].deprecated = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].makes_temporary = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].stable_privacy = true; },
      [](Seen& s) { s.interfaces[0].addresses[0].permanent = true; },
      [](Seen& s) { s.interfaces[0].addresses.clear(); },
      [](Seen& s) { s.interfaces[0].index = 3; },
      [](Seen& s) { s.interfaces[0].name = "eth1"; },
      [](Seen& s) { s.interfaces[0].up = false; },
      [](Seen& s) { s.interfaces[0].running = false; },
      [](Seen& s) { s.interfaces.emplace_back(); },
      [](Seen& s) { s.default_routes.clear(); },
      [](Seen& s) { s.default_routes[0].metric = 2; },
      [](Seen& s) { s.default_routes[0].interface = 3; },
      [](Seen& s) { s.default_routes[0].gateway = IpAddress{}; }};
  for (const auto& change : changes) {
    auto other = picture();
    change(other);
    CHECK_FALSE(picture().same_but_lifetimes(other));
  }
}

TEST_CASE("interfaces and addresses are found in the picture", "[seen]") {
  const auto seen = picture();
  REQUIRE(seen.find(2) != nullptr);
  CHECK(seen.find(2)->name == "eth0");
  CHECK(seen.find(3) == nullptr);
  CHECK(seen.has_address(*IpAddress::parse("2a00:1::1")));
  CHECK_FALSE(seen.has_address(*IpAddress::parse("2a00:1::2")));
  CHECK_FALSE(Seen{}.has_address(IpAddress{}));
}
