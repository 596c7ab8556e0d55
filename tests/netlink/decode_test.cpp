// SPDX-License-Identifier: MIT
#include "netlink/decode.h"
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sys/socket.h>
#include <string>
#include "netlink/message.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::netlink;
using core::Family;
using core::IpAddress;
using core::Scope;
using test::MessageOf;

namespace {

ifinfomsg link_header(int index, unsigned flags) {
  ifinfomsg header{};
  header.ifi_index = index;
  header.ifi_flags = flags;
  return header;
}

ifaddrmsg address_header(std::uint8_t family, std::uint8_t prefix, std::uint8_t flags = 0,
                         std::uint8_t scope = 0) {
  ifaddrmsg header{};
  header.ifa_family = family;
  header.ifa_prefixlen = prefix;
  header.ifa_flags = flags;
  header.ifa_scope = scope;
  header.ifa_index = 3;
  return header;
}

rtmsg route_header(std::uint8_t family, std::uint8_t type = RTN_UNICAST) {
  rtmsg header{};
  header.rtm_family = family;
  header.rtm_table = RT_TABLE_MAIN;
  header.rtm_type = type;
  return header;
}

template <class T>
std::optional<T> decoded(const MessageOf& message) {
  auto told = decode(message.bytes());
  if (auto* what = std::get_if<T>(&told)) return std::move(*what);
  return std::nullopt;
}

template <class T>
bool is(const MessageOf& message) {
  return decoded<T>(message).has_value();
}

MessageOf ipv4_address(std::uint8_t flags = 0, std::uint8_t scope = 0) {
  return MessageOf(RTM_NEWADDR, address_header(AF_INET, 24, flags, scope))
      .address(IFA_LOCAL, "5.6.7.8");
}

MessageOf ipv6_address(std::uint8_t flags = 0) {
  return MessageOf(RTM_NEWADDR, address_header(AF_INET6, 64, flags))
      .address(IFA_ADDRESS, "2a00:1234::5");
}

}  // namespace

TEST_CASE("a link is told with its index, name and state") {
  const auto link = decoded<Link>(
      MessageOf(RTM_NEWLINK, link_header(7, IFF_UP | IFF_RUNNING)).attribute(IFLA_IFNAME, "wan0"));
  REQUIRE(link);
  CHECK(link->interface.index == 7);
  CHECK(link->interface.name == "wan0");
  CHECK(link->interface.up);
  CHECK(link->interface.running);
  CHECK_FALSE(link->interface.loopback);
  CHECK(decoded<Link>(MessageOf(RTM_DELLINK, link_header(1, IFF_LOOPBACK))
                          .attribute(IFLA_IFNAME, std::string_view("lo\0", 3)))
            ->interface.loopback);
}

TEST_CASE("an interface name may hold any bytes but not be empty or too long") {
  const auto named = [](std::string_view name) {
    return MessageOf(RTM_NEWLINK, link_header(7, 0)).attribute(IFLA_IFNAME, name);
  };
  for (const std::string name : {"a$(id);`x`", "e\x1b[31m", "\xff\xfe\x80", "123456789012345"}) {
    REQUIRE(decoded<Link>(named(name)));
    CHECK(decoded<Link>(named(name))->interface.name == name);
  }
  CHECK(is<Malformed>(named("")));
  CHECK(is<Malformed>(named(std::string_view("\0wan0", 5))));
  CHECK(is<Malformed>(named("1234567890123456")));
  CHECK(is<Malformed>(named(std::string(4000, 'x'))));
  CHECK(is<Malformed>(MessageOf(RTM_NEWLINK, link_header(7, 0))));
  CHECK(is<Malformed>(MessageOf(RTM_NEWLINK, link_header(0, 0)).attribute(IFLA_IFNAME, "x")));
  CHECK(is<Malformed>(MessageOf(RTM_NEWLINK, link_header(-1, 0)).attribute(IFLA_IFNAME, "x")));
}

TEST_CASE("a bridge's news of its ports are not a link's") {
  auto header = link_header(7, IFF_UP);
  header.ifi_family = AF_BRIDGE;
  CHECK(is<NotOurs>(MessageOf(RTM_DELLINK, header).attribute(IFLA_IFNAME, "port1")));
}

TEST_CASE("with a peer the local address is ours") {
  const auto ppp = decoded<Address>(MessageOf(RTM_NEWADDR, address_header(AF_INET, 32))
                                        .address(IFA_ADDRESS, "10.64.0.1")
                                        .address(IFA_LOCAL, "10.64.0.100"));
  REQUIRE(ppp);
  CHECK(ppp->interface == 3);
  CHECK(ppp->address.address == IpAddress::parse("10.64.0.100"));
  CHECK(ppp->address.prefix_length == 32);
  const auto ipv6 = decoded<Address>(MessageOf(RTM_NEWADDR, address_header(AF_INET6, 128))
                                         .address(IFA_LOCAL, "2a00:1234::5")
                                         .address(IFA_ADDRESS, "2a00:1234::6"));
  REQUIRE(ipv6);
  CHECK(ipv6->address.address == IpAddress::parse("2a00:1234::5"));
  REQUIRE(decoded<Address>(ipv6_address()));
  CHECK(decoded<Address>(ipv6_address())->address.address == IpAddress::parse("2a00:1234::5"));
}

TEST_CASE("flag bit 1 is secondary for IPv4 and temporary for IPv6") {
  const auto ipv4 = decoded<Address>(ipv4_address(IFA_F_SECONDARY))->address;
  CHECK(ipv4.secondary);
  CHECK_FALSE(ipv4.temporary);
  const auto ipv6 = decoded<Address>(ipv6_address(IFA_F_TEMPORARY))->address;
  CHECK(ipv6.temporary);
  CHECK_FALSE(ipv6.secondary);
}

TEST_CASE("the 32-bit flags count, not the 8 bits in the header") {
  const auto address =
      decoded<Address>(
          ipv6_address(IFA_F_TENTATIVE)
              .attribute(IFA_FLAGS, IFA_F_MANAGETEMPADDR | IFA_F_STABLE_PRIVACY | IFA_F_DEPRECATED))
          ->address;
  CHECK_FALSE(address.tentative);
  CHECK(address.makes_temporary);
  CHECK(address.stable_privacy);
  CHECK(address.deprecated);
  CHECK_FALSE(address.permanent);
  const auto old = decoded<Address>(ipv6_address(IFA_F_TENTATIVE | IFA_F_DADFAILED |
                                                 IFA_F_OPTIMISTIC | IFA_F_PERMANENT))
                       ->address;
  CHECK(old.tentative);
  CHECK(old.dad_failed);
  CHECK(old.optimistic);
  CHECK(old.permanent);
}

TEST_CASE("a lifetime of all ones is for ever, and none told is for ever too") {
  ifa_cacheinfo lifetimes{};
  lifetimes.ifa_prefered = 1800;
  lifetimes.ifa_valid = 0xffffffff;
  const auto address = decoded<Address>(ipv4_address().object(IFA_CACHEINFO, lifetimes))->address;
  CHECK(address.preferred == std::chrono::seconds{1800});
  CHECK_FALSE(address.valid);
  CHECK_FALSE(decoded<Address>(ipv4_address())->address.preferred);
  lifetimes.ifa_prefered = 0;
  lifetimes.ifa_valid = 0xfffffffe;
  const auto ending = decoded<Address>(ipv4_address().object(IFA_CACHEINFO, lifetimes))->address;
  CHECK(ending.preferred == std::chrono::seconds{0});
  CHECK(ending.valid == std::chrono::seconds{0xfffffffe});
}

TEST_CASE("a scope without a name counts as the next narrower one") {
  const auto scope = [](std::uint8_t value) {
    return decoded<Address>(ipv4_address(0, value))->address.scope;
  };
  CHECK(scope(0) == Scope::global);
  CHECK(scope(1) == Scope::site);
  CHECK(scope(200) == Scope::site);
  CHECK(scope(201) == Scope::link);
  CHECK(scope(253) == Scope::link);
  CHECK(scope(254) == Scope::host);
  CHECK(scope(255) == Scope::nowhere);
}

TEST_CASE("an address that contradicts itself is malformed, and other families are not ours") {
  const auto with = [](std::uint8_t family, std::uint8_t prefix, std::string_view address) {
    return MessageOf(RTM_NEWADDR, address_header(family, prefix)).address(IFA_LOCAL, address);
  };
  CHECK(is<Address>(with(AF_INET, 32, "5.6.7.8")));
  CHECK(is<Malformed>(with(AF_INET, 33, "5.6.7.8")));
  CHECK(is<Malformed>(with(AF_INET, 24, "2a00::1")));
  CHECK(is<Malformed>(with(AF_INET6, 64, "5.6.7.8")));
  CHECK(is<Malformed>(with(AF_INET6, 129, "2a00::1")));
  CHECK(is<Malformed>(ipv4_address().attribute(IFA_FLAGS, std::string_view("abc"))));
  CHECK(is<Malformed>(ipv4_address().attribute(IFA_CACHEINFO, 5)));
  CHECK(is<NotOurs>(with(AF_PHONET, 0, "5.6.7.8")));
  // 0.0.0.0, as the kernel tells it.
  CHECK(is<NotOurs>(MessageOf(RTM_NEWADDR, address_header(AF_INET, 0))));
  CHECK(is<NotOurs>(MessageOf(RTM_NEWNEIGH, address_header(AF_INET, 0))));
}

TEST_CASE("a default route is told with interface, metric and gateway") {
  const auto route = decoded<DefaultRoute>(MessageOf(RTM_NEWROUTE, route_header(AF_INET6))
                                               .attribute(RTA_PRIORITY, 512)
                                               .attribute(RTA_OIF, 4)
                                               .address(RTA_GATEWAY, "fe80::1"));
  REQUIRE(route);
  REQUIRE(route->nexthops.size() == 1);
  CHECK(route->nexthops[0] == core::SeenRoute{Family::ipv6, 4, 512, IpAddress::parse("fe80::1")});
  const auto ppp =
      decoded<DefaultRoute>(MessageOf(RTM_NEWROUTE, route_header(AF_INET)).attribute(RTA_OIF, 9));
  CHECK(ppp->nexthops.at(0) == core::SeenRoute{Family::ipv4, 9, 0, std::nullopt});
}

TEST_CASE("an IPv4 default route may go through an IPv6 router") {
  std::vector<std::uint8_t> via(2);
  const std::uint16_t af = AF_INET6;
  std::memcpy(via.data(), &af, sizeof af);
  const auto router = *IpAddress::parse("fe80::1");
  via.insert(via.end(), router.bytes().begin(), router.bytes().end());
  const auto route = decoded<DefaultRoute>(
      MessageOf(RTM_NEWROUTE, route_header(AF_INET)).attribute(RTA_OIF, 4).attribute(RTA_VIA, via));
  REQUIRE(route);
  CHECK(route->nexthops.at(0).gateway == router);
  CHECK(route->nexthops.at(0).family == Family::ipv4);
}

TEST_CASE("each living nexthop of a multipath route is a route of its own") {
  std::vector<std::uint8_t> list;
  const auto hop = [&](int interface, std::string_view gateway, std::uint8_t flags = 0) {
    const auto address = *IpAddress::parse(gateway);
    const rtnexthop head{sizeof(rtnexthop) + sizeof(rtattr) + 4, flags, 0, interface};
    const rtattr attribute{sizeof(rtattr) + 4, RTA_GATEWAY};
    const auto put = [&](const auto& object) {
      const auto* at = reinterpret_cast<const std::uint8_t*>(&object);
      list.insert(list.end(), at, at + sizeof object);
    };
    put(head);
    put(attribute);
    list.insert(list.end(), address.bytes().begin(), address.bytes().end());
  };
  hop(4, "5.6.7.1");
  hop(5, "5.6.7.2", RTNH_F_DEAD);
  hop(6, "5.6.7.3");
  const auto multipath = [&] {
    return MessageOf(RTM_NEWROUTE, route_header(AF_INET))
        .attribute(RTA_PRIORITY, 300)
        .attribute(RTA_MULTIPATH, list);
  };
  const auto route = decoded<DefaultRoute>(multipath());
  REQUIRE(route);
  REQUIRE(route->nexthops.size() == 2);
  CHECK(route->nexthops[0].interface == 4);
  CHECK(route->nexthops[1] == core::SeenRoute{Family::ipv4, 6, 300, IpAddress::parse("5.6.7.3")});
  list[0] = 7;  // shorter than its own header
  CHECK(is<Malformed>(multipath()));
  list[0] = 255;
  CHECK(is<Malformed>(multipath()));
}

TEST_CASE("other tables, other destinations and cached routes are not ours") {
  auto elsewhere = route_header(AF_INET);
  elsewhere.rtm_dst_len = 8;
  CHECK(is<NotOurs>(MessageOf(RTM_NEWROUTE, elsewhere).attribute(RTA_OIF, 4)));
  auto cached = route_header(AF_INET6);
  cached.rtm_flags = RTM_F_CLONED;
  CHECK(is<NotOurs>(MessageOf(RTM_NEWROUTE, cached).attribute(RTA_OIF, 4)));
  auto table = route_header(AF_INET);
  table.rtm_table = RT_TABLE_COMPAT;
  CHECK(is<NotOurs>(MessageOf(RTM_NEWROUTE, table).attribute(RTA_TABLE, 1000)));
  CHECK(is<NotOurs>(MessageOf(RTM_NEWROUTE, route_header(AF_INET)).attribute(RTA_TABLE, 1000)));
  CHECK(is<DefaultRoute>(MessageOf(RTM_NEWROUTE, table).attribute(RTA_TABLE, RT_TABLE_MAIN)));
}

TEST_CASE("a default route into nowhere is news without a way out") {
  const auto route = decoded<DefaultRoute>(
      MessageOf(RTM_NEWROUTE, route_header(AF_INET6, RTN_UNREACHABLE)).attribute(RTA_OIF, 1));
  REQUIRE(route);
  CHECK(route->family == Family::ipv6);
  CHECK(route->nexthops.empty());
}

TEST_CASE("a datagram falls apart into its messages, and what is cut off stays") {
  auto datagram = ipv4_address().bytes();
  const auto first = datagram.size();
  const auto second = ipv6_address().bytes();
  datagram.insert(datagram.end(), second.begin(), second.end());
  Bytes rest = datagram;
  CHECK(next_message(rest)->size() == first);
  CHECK(next_message(rest)->size() == second.size());
  CHECK_FALSE(next_message(rest));
  CHECK(rest.empty());
  for (std::size_t length = first + 1; length < datagram.size(); ++length) {
    rest = Bytes{datagram}.first(length);
    REQUIRE(next_message(rest));
    REQUIRE_FALSE(next_message(rest));
    REQUIRE(rest.size() == length - first);
  }
}
