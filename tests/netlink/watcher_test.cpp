// SPDX-License-Identifier: MIT
// The watcher against the real kernel, in a private network.
#include "netlink/watcher.h"
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <array>
#include <string>
#include "netlink/ear.h"
#include "netlink/wire.h"
#include "support/catch.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;
using core::Family;
using core::IpAddress;

namespace {

// No capability is in effect during its life.
class Powerless {
 public:
  Powerless() {
    REQUIRE(syscall(SYS_capget, &header_, before_.data()) == 0);
    auto without = before_;
    for (auto& part : without) part.effective = 0;
    REQUIRE(syscall(SYS_capset, &header_, without.data()) == 0);
  }
  ~Powerless() { syscall(SYS_capset, &header_, before_.data()); }
  Powerless(const Powerless&) = delete;
  Powerless& operator=(const Powerless&) = delete;

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> before_{};
};

}  // namespace

TEST_CASE("an address that comes and goes is heard and seen") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  CHECK_FALSE(address_of(ear.look(), "wan0", "5.6.7.8"));

  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ear.hears_a_stir());
  auto seen = ear.look();
  const auto* address = address_of(seen, "wan0", "5.6.7.8");
  REQUIRE(address);
  CHECK(address->prefix_length == 24);
  CHECK(address->scope == core::Scope::global);
  CHECK(address->permanent);
  CHECK(named(seen, "wan0")->up);
  CHECK(named(seen, "wan0")->running);
  CHECK(named(seen, "lo")->loopback);

  REQUIRE(ip("addr del 5.6.7.8/24 dev wan0"));
  REQUIRE(ear.hears_a_stir());
  CHECK_FALSE(address_of(ear.look(), "wan0", "5.6.7.8"));
}

TEST_CASE("an IPv6 address is seen tentative first and usable when nobody else has it") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  const auto state = [&] {
    const auto seen = ear.look();
    const auto* address = address_of(seen, "wan0", "2a00:1234::5");
    return address == nullptr ? "absent" : address->tentative ? "tentative" : "usable";
  };
  REQUIRE(ip("addr add 2a00:1234::5/64 dev wan0"));
  CHECK(state() == std::string("tentative"));
  // Nothing but the kernel's own news may wake us until then.
  while (state() == std::string("tentative")) REQUIRE(ear.hears_a_stir());
  CHECK(state() == std::string("usable"));
}

TEST_CASE("an IPv6 address that somebody else has is seen as failed") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 2a00:1234::5/64 dev peer0 nodad"));
  Ear ear;
  REQUIRE(ip("addr add 2a00:1234::5/64 dev wan0"));
  REQUIRE(ear.wait_until([&] {
    const auto seen = ear.look();
    const auto* address = address_of(seen, "wan0", "2a00:1234::5");
    return address != nullptr && address->dad_failed;
  }));
}

TEST_CASE("on a point-to-point link our own end is seen and not the peer's") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 10.64.0.100 peer 10.64.0.1 dev wan0"));
  REQUIRE(ip("addr add 10.64.0.100 peer 10.64.0.2 dev wan0"));
  REQUIRE(ip("addr add 2a00:1234::5 peer 2a00:1234::6 dev wan0 nodad"));
  Ear ear;
  const auto seen = ear.look();
  CHECK(address_of(seen, "wan0", "10.64.0.100"));
  CHECK(address_of(seen, "wan0", "2a00:1234::5"));
  for (const auto* peer : {"10.64.0.1", "10.64.0.2", "2a00:1234::6"}) {
    CHECK_FALSE(seen.has_address(*IpAddress::parse(peer)));
  }
}

TEST_CASE("lifetimes are seen, and their refreshing changes nothing else") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  REQUIRE(ip("addr add 2a00:1234::5/64 dev wan0 nodad valid_lft 3600 preferred_lft 1800"));
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0 valid_lft 600 preferred_lft 300"));
  ear.settle();
  const auto before = ear.look();
  const auto* address = address_of(before, "wan0", "2a00:1234::5");
  REQUIRE(address);
  REQUIRE(address->valid);
  CHECK(*address->valid <= std::chrono::seconds{3600});
  CHECK(*address->valid > std::chrono::seconds{3590});
  CHECK(*address->preferred <= std::chrono::seconds{1800});

  REQUIRE(ip("addr change 2a00:1234::5/64 dev wan0 valid_lft 7200 preferred_lft 3600"));
  REQUIRE(ear.hears_a_stir());
  const auto after = ear.look();
  CHECK(after.same_but_lifetimes(before));
  CHECK(*address_of(after, "wan0", "2a00:1234::5")->valid > std::chrono::seconds{7190});

  REQUIRE(ip("addr change 2a00:1234::5/64 dev wan0 valid_lft 7200 preferred_lft 0"));
  REQUIRE(ear.hears_a_stir());
  CHECK(address_of(ear.look(), "wan0", "2a00:1234::5")->deprecated);
}

TEST_CASE("default routes are heard and seen with metric, multipath and source", "[native]") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ip("addr add 2a00:1234::5/64 dev wan0 nodad"));
  Ear ear;
  const auto wan0 = named(ear.look(), "wan0")->index;
  CHECK(ear.seen->default_routes.empty());

  for (const auto* route : {
           "route add default via 5.6.7.1 metric 100",
           "route add default metric 50 nexthop via 5.6.7.2 dev wan0 nexthop via 5.6.7.3 dev wan0",
           "-4 route add default via inet6 fe80::1 dev wan0 metric 200",
           "-6 route add default via fe80::2 dev wan0 metric 512",
           "-6 route add default from 2a00:1234::/56 via fe80::3 dev wan0 metric 400",
       }) {
    REQUIRE(ip(route));
    REQUIRE(ear.hears_a_stir());
  }
  REQUIRE(ip("route add unreachable default metric 9999"));
  REQUIRE(ip("route add default via 5.6.7.9 table 1000"));
  const std::vector<core::SeenRoute> expected{
      {Family::ipv4, wan0, 50, IpAddress::parse("5.6.7.2")},
      {Family::ipv4, wan0, 50, IpAddress::parse("5.6.7.3")},
      {Family::ipv4, wan0, 100, IpAddress::parse("5.6.7.1")},
      {Family::ipv4, wan0, 200, IpAddress::parse("fe80::1")},
      {Family::ipv6, wan0, 400, IpAddress::parse("fe80::3")},
      {Family::ipv6, wan0, 512, IpAddress::parse("fe80::2")}};
  CHECK(ear.look().default_routes == expected);

  ear.settle();
  REQUIRE(ip("route del default via 5.6.7.1 metric 100"));
  REQUIRE(ear.hears_a_stir());
  CHECK(ear.look().default_routes.size() == 5);
}

TEST_CASE("routes elsewhere wake nobody") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ip("addr add 2a00:1234::5/64 dev wan0 nodad"));
  Ear ear;
  std::string lines;
  for (int i = 0; i < 250; ++i) {
    lines += "route add 9.9." + std::to_string(i) + ".0/24 via 5.6.7.1\n";
    lines += "route add 2a00:9999:" + std::to_string(i) + "::/48 via 2a00:1234::1\n";
  }
  ear.settle();
  ear.stirs = 0;
  REQUIRE(ip_batch(lines));
  REQUIRE(ip("route add default via 5.6.7.9 table 1000"));
  ear.settle();
  CHECK(ear.stirs == 0);
  CHECK(ear.watcher().overruns() == 0);
  CHECK(ear.look().default_routes.empty());
}

TEST_CASE("an interface that is removed, comes back or is renamed is followed") {
  if (!enter_private_network()) return;
  Ear ear;
  unsigned first = 0;
  {
    Wire wire;
    REQUIRE(ear.hears_a_stir());
    first = named(ear.look(), "wan0")->index;
    REQUIRE(ip("link set wan0 down"));
    REQUIRE(ear.hears_a_stir());
    CHECK_FALSE(named(ear.look(), "wan0")->up);
    REQUIRE(ip("link set wan0 name ppp0"));
    REQUIRE(ear.hears_a_stir());
    CHECK_FALSE(named(ear.look(), "wan0"));
    CHECK(named(*ear.seen, "ppp0")->index == first);
    ear.settle();
  }
  REQUIRE(ear.hears_a_stir());
  CHECK_FALSE(named(ear.look(), "ppp0"));
  CHECK(ear.seen->find(first) == nullptr);

  Wire wire;
  REQUIRE(ear.hears_a_stir());
  REQUIRE(named(ear.look(), "wan0"));
  CHECK(named(*ear.seen, "wan0")->index != first);
}

TEST_CASE("a hostile interface name comes through byte by byte") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  for (const std::string name : {"a$(id);`x`", "e\x1b[31m\xff", "123456789012345"}) {
    REQUIRE(ip({"link", "add", name, "type", "veth", "peer", "name", "other0"}));
    REQUIRE(ear.hears_a_stir());
    CHECK(named(ear.look(), name));
    REQUIRE(ip("link del other0"));
  }
}

TEST_CASE("after the kernel had to drop news, every later change is still heard") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  ear.look();
  REQUIRE(ip_batch(many_addresses("add", 4000)));
  REQUIRE(ear.hears_a_stir());
  CHECK(ear.watcher().overruns() >= 1);
  CHECK(named(ear.look(), "wan0")->addresses.size() >= 4000);
  for (const std::string last : {"1", "2", "3"}) {
    ear.settle();
    REQUIRE(ip("addr add 5.6.7." + last + "/32 dev wan0"));
    REQUIRE(ear.hears_a_stir());
    CHECK(address_of(ear.look(), "wan0", "5.6.7." + last));
  }
}

TEST_CASE("a burst is heard as few hints") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  ear.settle();
  ear.stirs = 0;
  REQUIRE(ip_batch(many_addresses("add", 100)));
  ear.settle();
  CHECK(ear.stirs == 1);
}

TEST_CASE("watching needs no privilege") {
  if (!enter_private_network()) return;
  Wire wire;
  std::optional<Ear> ear;
  {
    Powerless nobody;
    REQUIRE_FALSE(sysctl("ipv4/ip_forward", "1"));
    ear.emplace();
    CHECK(named(ear->look(), "wan0"));
    ear->settle();
  }
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  Powerless nobody;
  REQUIRE(ear->hears_a_stir());
  CHECK(address_of(ear->look(), "wan0", "5.6.7.8"));
}
