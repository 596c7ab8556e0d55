// SPDX-License-Identifier: MIT
#include "netlink/decode.h"
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <algorithm>
#include <array>
#include <string>

namespace nsfollow::netlink {

namespace {

using core::Family;
using core::IpAddress;
using core::Scope;
using core::SeenRoute;

constexpr std::size_t aligned(std::size_t length) { return (length + 3) & ~std::size_t{3}; }

Bytes from(Bytes bytes, std::size_t offset) {
  return offset < bytes.size() ? bytes.subspan(offset) : Bytes{};
}

// The attributes of a message by type.  The kernel sends each type once; of a repeated one the
// last counts, as in the kernel's own parser.
template <std::size_t Count>
class Attributes {
 public:
  explicit Attributes(Bytes bytes) {
    while (!bytes.empty()) {
      const auto header = peek<rtattr>(bytes);
      if (!header || header->rta_len < sizeof *header || header->rta_len > bytes.size()) return;
      const auto type = static_cast<std::size_t>(header->rta_type & NLA_TYPE_MASK);
      if (type < Count) found_[type] = bytes.first(header->rta_len).subspan(sizeof *header);
      bytes = from(bytes, aligned(header->rta_len));
    }
    whole_ = true;
  }

  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] std::optional<Bytes> operator[](std::size_t type) const { return found_[type]; }
  // None when the attribute is absent or too short.
  template <class T>
  [[nodiscard]] std::optional<T> value(std::size_t type) const {
    return found_[type] ? peek<T>(*found_[type]) : std::nullopt;
  }

 private:
  std::array<std::optional<Bytes>, Count> found_;
  bool whole_ = false;
};

std::optional<Family> family_of(unsigned af) {
  if (af == AF_INET) return Family::ipv4;
  if (af == AF_INET6) return Family::ipv6;
  return std::nullopt;
}

Message decode_link(Bytes body) {
  const auto header = peek<ifinfomsg>(body);
  if (!header) return Malformed{};
  // A bridge tells about its ports in messages of the same type, with AF_BRIDGE.
  if (header->ifi_family != AF_UNSPEC) return NotOurs{};
  const Attributes<IFLA_IFNAME + 1> attributes(from(body, aligned(sizeof *header)));
  const auto name = attributes[IFLA_IFNAME];
  if (!attributes.whole() || !name || header->ifi_index <= 0) return Malformed{};

  const auto end = std::ranges::find(*name, std::uint8_t{0});
  Link link;
  link.interface.index = static_cast<unsigned>(header->ifi_index);
  link.interface.name.assign(name->begin(), end);
  link.interface.up = (header->ifi_flags & IFF_UP) != 0;
  link.interface.running = (header->ifi_flags & IFF_RUNNING) != 0;
  link.interface.loopback = (header->ifi_flags & IFF_LOOPBACK) != 0;
  const auto length = link.interface.name.size();
  if (length == 0 || length >= IFNAMSIZ) return Malformed{};
  return link;
}

// A scope of the administrator's own counts as the next narrower one that has a name.
Scope scope_of(unsigned scope) {
  if (scope == RT_SCOPE_UNIVERSE) return Scope::global;
  if (scope <= RT_SCOPE_SITE) return Scope::site;
  if (scope <= RT_SCOPE_LINK) return Scope::link;
  return scope == RT_SCOPE_HOST ? Scope::host : Scope::nowhere;
}

constexpr std::uint32_t for_ever = 0xffffffff;

std::optional<std::chrono::seconds> lifetime(std::uint32_t seconds) {
  if (seconds == for_ever) return std::nullopt;
  return std::chrono::seconds{seconds};
}

void set_flags(core::SeenAddress& address, Family family, std::uint32_t flags) {
  static_assert(IFA_F_SECONDARY == IFA_F_TEMPORARY);
  address.secondary = family == Family::ipv4 && (flags & IFA_F_SECONDARY) != 0;
  address.temporary = family == Family::ipv6 && (flags & IFA_F_TEMPORARY) != 0;
  address.tentative = (flags & IFA_F_TENTATIVE) != 0;
  address.optimistic = (flags & IFA_F_OPTIMISTIC) != 0;
  address.dad_failed = (flags & IFA_F_DADFAILED) != 0;
  address.deprecated = (flags & IFA_F_DEPRECATED) != 0;
  address.makes_temporary = (flags & IFA_F_MANAGETEMPADDR) != 0;
  address.stable_privacy = (flags & IFA_F_STABLE_PRIVACY) != 0;
  address.permanent = (flags & IFA_F_PERMANENT) != 0;
}

Message decode_address(Bytes body) {
  const auto header = peek<ifaddrmsg>(body);
  if (!header) return Malformed{};
  const auto family = family_of(header->ifa_family);
  if (!family) return NotOurs{};
  const Attributes<IFA_FLAGS + 1> attributes(from(body, aligned(sizeof *header)));
  if (!attributes.whole() || header->ifa_index == 0) return Malformed{};

  // With a peer IFA_ADDRESS is the peer's and IFA_LOCAL ours; IPv6 has no IFA_LOCAL otherwise.
  const auto ours = attributes[IFA_LOCAL] ? attributes[IFA_LOCAL] : attributes[IFA_ADDRESS];
  if (!ours) return NotOurs{};  // 0.0.0.0: the kernel leaves it out
  const auto parsed = IpAddress::from_bytes(*ours);
  const auto flags = attributes.value<std::uint32_t>(IFA_FLAGS);
  const auto lifetimes = attributes.value<ifa_cacheinfo>(IFA_CACHEINFO);
  if (!parsed || parsed->family() != *family || header->ifa_prefixlen > ours->size() * 8 ||
      (attributes[IFA_FLAGS] && !flags) || (attributes[IFA_CACHEINFO] && !lifetimes)) {
    return Malformed{};
  }

  Address told;
  told.interface = header->ifa_index;
  told.address.address = *parsed;
  told.address.prefix_length = header->ifa_prefixlen;
  told.address.scope = scope_of(header->ifa_scope);
  set_flags(told.address, *family, flags.value_or(header->ifa_flags));
  if (lifetimes) {
    told.address.preferred = lifetime(lifetimes->ifa_prefered);
    told.address.valid = lifetime(lifetimes->ifa_valid);
  }
  return told;
}

using RouteAttributes = Attributes<RTA_VIA + 1>;

std::optional<IpAddress> gateway_of(const RouteAttributes& attributes) {
  if (const auto gateway = attributes[RTA_GATEWAY]) return IpAddress::from_bytes(*gateway);
  // An IPv4 route through an IPv6 router (RFC 5549): the family stands before the address.
  if (const auto via = attributes[RTA_VIA])
    return IpAddress::from_bytes(from(*via, sizeof(rtvia::rtvia_family)));
  return std::nullopt;
}

// Nexthops of one multipath route; false when the list is cut off.
bool add_nexthops(DefaultRoute& route, const SeenRoute& common, Bytes list) {
  while (!list.empty()) {
    const auto hop = peek<rtnexthop>(list);
    if (!hop || hop->rtnh_len < sizeof *hop || hop->rtnh_len > list.size()) return false;
    const RouteAttributes attributes(from(list.first(hop->rtnh_len), sizeof *hop));
    if (!attributes.whole()) return false;
    if (hop->rtnh_ifindex > 0 && (hop->rtnh_flags & RTNH_F_DEAD) == 0) {
      SeenRoute one = common;
      one.interface = static_cast<unsigned>(hop->rtnh_ifindex);
      one.gateway = gateway_of(attributes);
      route.nexthops.push_back(one);
    }
    list = from(list, aligned(hop->rtnh_len));
  }
  return true;
}

Message decode_route(Bytes body) {
  const auto header = peek<rtmsg>(body);
  if (!header) return Malformed{};
  const auto family = family_of(header->rtm_family);
  // Before anything else: a router may hold a million routes that are none of these.  A default
  // route bound to a source prefix (rtm_src_len, RFC 8028) is one: OpenWrt sets only such ones.
  if (!family || header->rtm_dst_len != 0 || (header->rtm_flags & RTM_F_CLONED) != 0)
    return NotOurs{};
  const RouteAttributes attributes(from(body, aligned(sizeof *header)));
  if (!attributes.whole()) return Malformed{};
  const auto table = attributes.value<std::uint32_t>(RTA_TABLE).value_or(header->rtm_table);
  if (table != RT_TABLE_MAIN) return NotOurs{};

  DefaultRoute route;
  route.family = *family;
  if (header->rtm_type != RTN_UNICAST) return route;
  SeenRoute common;
  common.family = *family;
  common.metric = attributes.value<std::uint32_t>(RTA_PRIORITY).value_or(0);
  if (const auto list = attributes[RTA_MULTIPATH]) {
    if (!add_nexthops(route, common, *list)) return Malformed{};
  } else if (const auto out = attributes.value<std::uint32_t>(RTA_OIF);
             out && *out != 0 && (header->rtm_flags & RTNH_F_DEAD) == 0) {
    common.interface = *out;
    common.gateway = gateway_of(attributes);
    route.nexthops.push_back(common);
  }
  return route;
}

}  // namespace

std::optional<Bytes> next_message(Bytes& rest) {
  const auto header = peek<nlmsghdr>(rest);
  if (!header || header->nlmsg_len < sizeof *header || header->nlmsg_len > rest.size())
    return std::nullopt;
  const auto message = rest.first(header->nlmsg_len);
  rest = from(rest, aligned(header->nlmsg_len));
  return message;
}

Message decode(Bytes message) {
  const auto header = peek<nlmsghdr>(message);
  if (!header || header->nlmsg_len < sizeof *header || header->nlmsg_len > message.size())
    return Malformed{};
  const auto body = message.first(header->nlmsg_len).subspan(sizeof *header);
  switch (header->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
      return decode_link(body);
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return decode_address(body);
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
      return decode_route(body);
  }
  return NotOurs{};
}

}  // namespace nsfollow::netlink
