// SPDX-License-Identifier: MIT
// The IANA IPv4 and IPv6 special-purpose address registries (RFC 6890), block by block.
#include "core/special_purpose.h"
#include "support/catch.h"

using namespace nsfollow::core;
using nsfollow::test::ContainsSubstring;

namespace {

struct Block {
  const char *before, *first, *last, *after;  // "": the neighbour is special as well
  const char* purpose;
};

std::string purpose(const char* address) {
  return std::string{special_purpose(*IpAddress::parse(address)).text};
}

void check(const Block& block) {
  INFO(block.first << " to " << block.last);
  CHECK_THAT(purpose(block.first), ContainsSubstring(block.purpose));
  CHECK_THAT(purpose(block.last), ContainsSubstring(block.purpose));
  for (const char* neighbour : {block.before, block.after}) {
    INFO("beside it " << neighbour);
    if (*neighbour != '\0') CHECK(purpose(neighbour) == "");
  }
}

}  // namespace

TEST_CASE("special IPv4 blocks are known from their first to their last address", "[special]") {
  check(GENERATE(
      Block{"", "0.0.0.0", "0.255.255.255", "1.0.0.0", "RFC 791"},
      Block{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0", "RFC 1918"},
      Block{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0", "RFC 6598"},
      Block{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0", "loopback"},
      Block{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0", "RFC 3927"},
      Block{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0", "RFC 1918"},
      Block{"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0", "RFC 6890"},
      Block{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0", "RFC 5737"},
      Block{"192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0", "RFC 7535"},
      Block{"192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0", "RFC 7450"},
      Block{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0", "RFC 7526"},
      Block{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0", "RFC 1918"},
      Block{"192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0", "RFC 7534"},
      Block{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0", "RFC 2544"},
      Block{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0", "RFC 5737"},
      Block{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0", "RFC 5737"},
      Block{"223.255.255.255", "224.0.0.0", "239.255.255.255", "", "multicast"},
      Block{"", "240.0.0.0", "255.255.255.255", "", "reserved"}));
}

TEST_CASE("special IPv6 blocks are known from their first to their last address", "[special]") {
  check(GENERATE(
      Block{"", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "", "Teredo"},
      Block{"", "2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::", "RFC 2928"},
      Block{"2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001::ffff", "", "Teredo"},
      Block{"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", "RFC 3849"},
      Block{"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::", "6to4"},
      Block{"2620:4f:7fff:ffff:ffff:ffff:ffff:ffff",
            "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::", "AS112"},
      Block{"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::", "RFC 9637"}));
}

TEST_CASE("special IPv6 blocks outside of 2000::/3 are told by their purpose", "[special]") {
  check(GENERATE(Block{"", "::", "::", "", "unspecified"}, Block{"", "::1", "::1", "", "loopback"},
                 Block{"", "::ffff:0.0.0.0", "::ffff:255.255.255.255", "", "IPv4-mapped"},
                 Block{"", "64:ff9b::", "64:ff9b::ffff:ffff", "", "RFC 6052"},
                 Block{"", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "", "RFC 8215"},
                 Block{"", "100::", "100::ffff:ffff:ffff:ffff", "", "discard-only"},
                 Block{"", "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "RFC 9602"},
                 Block{"", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "unique local"},
                 Block{"", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "link-local"},
                 Block{"", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "site-local"},
                 Block{"", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "multicast"}));
}

TEST_CASE("outside of 2000::/3 nothing is a global unicast address", "[special]") {
  check(GENERATE(
      Block{"", "::2", "::feff:ffff:ffff", "", "not global unicast"},
      Block{"", "100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", "", "not global unicast"},
      Block{"", "64:ff9a:ffff::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::", "not"},
      Block{"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "fbff:ffff::", "", "not"}));
}

TEST_CASE("ordinary addresses have no special purpose", "[special]") {
  for (const char* address : {"1.1.1.1", "5.6.7.8", "100.0.0.1", "192.0.3.1", "223.255.255.255",
                              "2000::1", "2a00:1234::1", "2606:4700::1111", "3ffe::1"})
    CHECK(purpose(address) == "");
}

TEST_CASE("only the blocks for networks behind a translator are private", "[special]") {
  const auto is_private = [](const char* address) {
    return special_purpose(*IpAddress::parse(address)).is_private;
  };
  for (const char* address : {"10.1.2.3", "172.16.0.1", "192.168.50.1", "100.64.0.1", "fd00::1"}) {
    INFO(address);
    CHECK(is_private(address));
  }
  for (const char* address : {"5.6.7.8", "127.0.0.1", "169.254.1.1", "192.0.0.2", "192.0.2.1",
                              "224.0.0.1", "2a00:1234::1", "fe80::1", "2001:db8::1", "ff02::1"}) {
    INFO(address);
    CHECK_FALSE(is_private(address));
  }
}
