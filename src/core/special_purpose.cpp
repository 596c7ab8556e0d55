// SPDX-License-Identifier: MIT
#include "core/special_purpose.h"
#include <array>
#include "core/ip_prefix.h"

namespace nsfollow::core {

namespace {

struct Block {
  std::string_view prefix;
  unsigned length;
  std::string_view purpose;
  bool is_private = false;
};

constexpr std::array ipv4_blocks{
    Block{"0.0.0.0", 8, "\"this network\", RFC 791"},
    Block{"10.0.0.0", 8, "private use, RFC 1918", true},
    Block{"100.64.0.0", 10, "shared by a carrier's NAT, RFC 6598", true},
    Block{"127.0.0.0", 8, "loopback, RFC 1122"},
    Block{"169.254.0.0", 16, "link-local, RFC 3927"},
    Block{"172.16.0.0", 12, "private use, RFC 1918", true},
    Block{"192.0.0.0", 24, "IETF protocol assignments, RFC 6890"},
    Block{"192.0.2.0", 24, "documentation, RFC 5737"},
    Block{"192.31.196.0", 24, "AS112, RFC 7535"},
    Block{"192.52.193.0", 24, "multicast tunneling, RFC 7450"},
    Block{"192.88.99.0", 24, "6to4 relay anycast, RFC 7526"},
    Block{"192.168.0.0", 16, "private use, RFC 1918", true},
    Block{"192.175.48.0", 24, "AS112, RFC 7534"},
    Block{"198.18.0.0", 15, "benchmarking, RFC 2544"},
    Block{"198.51.100.0", 24, "documentation, RFC 5737"},
    Block{"203.0.113.0", 24, "documentation, RFC 5737"},
    Block{"224.0.0.0", 4, "multicast, RFC 5771"},
    Block{"240.0.0.0", 4, "reserved, RFC 1112"},
};

// Only 2000::/3 holds global unicast addresses; the first rows name what lies outside of it.
constexpr std::array ipv6_blocks{
    Block{"::", 128, "unspecified, RFC 4291"},
    Block{"::1", 128, "loopback, RFC 4291"},
    Block{"::ffff:0:0", 96, "IPv4-mapped, RFC 4291"},
    Block{"64:ff9b::", 96, "IPv4 through NAT64, RFC 6052"},
    Block{"64:ff9b:1::", 48, "IPv4 through NAT64, RFC 8215"},
    Block{"100::", 64, "discard-only, RFC 6666"},
    Block{"5f00::", 16, "segment routing, RFC 9602"},
    Block{"fc00::", 7, "unique local, RFC 4193", true},
    Block{"fe80::", 10, "link-local, RFC 4291"},
    Block{"fec0::", 10, "site-local, RFC 3879"},
    Block{"ff00::", 8, "multicast, RFC 4291"},
    Block{"2001::", 32, "Teredo, RFC 4380"},
    Block{"2001::", 23, "IETF protocol assignments, RFC 2928"},
    Block{"2001:db8::", 32, "documentation, RFC 3849"},
    Block{"2002::", 16, "6to4, RFC 3056"},
    Block{"2620:4f:8000::", 48, "AS112, RFC 7534"},
    Block{"3fff::", 20, "documentation, RFC 9637"},
};

template <class Blocks>
SpecialPurpose find(const Blocks& blocks, const IpAddress& address) {
  for (const auto& block : blocks)
    if (IpPrefix::of(*IpAddress::parse(block.prefix), block.length).contains(address))
      return {block.purpose, block.is_private};
  return {};
}

}  // namespace

SpecialPurpose special_purpose(const IpAddress& address) {
  if (address.family() == Family::ipv4) return find(ipv4_blocks, address);
  const auto purpose = find(ipv6_blocks, address);
  if (!purpose.text.empty()) return purpose;
  static const auto global_unicast = IpPrefix::of(*IpAddress::parse("2000::"), 3);
  if (global_unicast.contains(address)) return {};
  return {"not global unicast, RFC 4291"};
}

}  // namespace nsfollow::core
