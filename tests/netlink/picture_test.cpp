// SPDX-License-Identifier: MIT
#include "netlink/picture.h"
#include <algorithm>
#include <random>
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::netlink;
using core::Family;
using core::IpAddress;

namespace {

Link link(unsigned index, std::string name) {
  Link made;
  made.interface.index = index;
  made.interface.name = std::move(name);
  return made;
}

Address address(unsigned index, std::string_view text, std::uint8_t prefix = 24) {
  Address made;
  made.interface = index;
  made.address.address = *IpAddress::parse(text);
  made.address.prefix_length = prefix;
  return made;
}

DefaultRoute route(Family family, unsigned interface, std::uint32_t metric) {
  return {family, {{family, interface, metric, std::nullopt}}};
}

}  // namespace

TEST_CASE("the kernel's order never shows in a picture") {
  std::vector<Link> links{link(1, "lo"), link(2, "wan0"), link(9, "lan0")};
  std::vector<Address> addresses{address(2, "5.6.7.8"), address(2, "5.6.7.8", 32),
                                 address(2, "5.6.7.10"), address(9, "2a00:1234::1", 64),
                                 address(1, "127.0.0.1", 8)};
  addresses.push_back(addresses[1]);
  addresses.back().address.secondary = true;
  std::vector<DefaultRoute> routes{route(Family::ipv4, 2, 0), route(Family::ipv4, 9, 0),
                                   route(Family::ipv4, 1, 100), route(Family::ipv6, 2, 0)};
  std::mt19937 random(7);
  std::optional<core::Seen> first;
  for (int round = 0; round < 200; ++round) {
    std::ranges::shuffle(links, random);
    std::ranges::shuffle(addresses, random);
    std::ranges::shuffle(routes, random);
    Picture picture;
    for (const auto& one : links) picture.add(one);
    for (const auto& one : addresses) picture.add(one);
    for (const auto& one : routes) picture.add(one);
    const auto seen = std::move(picture).complete();
    REQUIRE(seen);
    if (!first) first = seen;
    REQUIRE(seen->same_but_lifetimes(*first));
  }
  CHECK(first->interfaces[1].addresses.size() == 4);
  CHECK(first->interfaces[2].name == "lan0");
  CHECK(first->default_routes[0].interface == 2);
  CHECK(first->default_routes[2].metric == 100);
  CHECK(first->default_routes[3].family == Family::ipv6);
}

TEST_CASE("an address without its interface makes no picture") {
  Picture picture;
  picture.add(link(1, "lo"));
  picture.add(link(3, "wan0"));
  SECTION("complete") {
    picture.add(address(3, "5.6.7.8"));
    CHECK(std::move(picture).complete());
  }
  SECTION("in a gap") {
    picture.add(address(2, "5.6.7.8"));
    CHECK_FALSE(std::move(picture).complete());
  }
  SECTION("behind the last") {
    picture.add(address(4, "5.6.7.8"));
    CHECK_FALSE(std::move(picture).complete());
  }
  SECTION("one interface told twice") {
    picture.add(link(3, "lan0"));
    CHECK_FALSE(std::move(picture).complete());
  }
}
