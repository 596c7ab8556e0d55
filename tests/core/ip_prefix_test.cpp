// SPDX-License-Identifier: MIT
#include "core/ip_prefix.h"
#include "support/catch.h"

using namespace nsfollow::core;
using nsfollow::test::ContainsSubstring;

namespace {
IpAddress address(const char* text) { return *IpAddress::parse(text); }
IpPrefix prefix(const char* text) { return *IpPrefix::parse(text); }
}  // namespace

TEST_CASE("a prefix holds the addresses that begin with its bits", "[prefix]") {
  struct Row {
    const char *prefix, *inside, *outside;
  };
  const auto row = GENERATE(
      Row{"192.0.2.0/24", "192.0.2.255", "192.0.3.0"}, Row{"0.0.0.0/0", "255.255.255.255", "::"},
      Row{"192.0.2.128/25", "192.0.2.129", "192.0.2.127"}, Row{"::/0", "ffff::", "0.0.0.0"},
      Row{"192.0.2.6/31", "192.0.2.7", "192.0.2.8"}, Row{"192.0.2.7", "192.0.2.7", "192.0.2.6"},
      Row{"2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::"},
      Row{"2001:db8::8/125", "2001:db8::f", "2001:db8::10"},
      Row{"2001:db8::1/128", "2001:db8::1", "2001:db8::"});
  INFO(row.prefix);
  CHECK(prefix(row.prefix).contains(address(row.inside)));
  CHECK_FALSE(prefix(row.prefix).contains(address(row.outside)));
}

TEST_CASE("a prefix is written one way alone", "[prefix]") {
  CHECK(prefix("192.0.2.7").to_text() == "192.0.2.7/32");
  CHECK(prefix("2001:DB8:0::/32").to_text() == "2001:db8::/32");
  CHECK(prefix("2001:db8::7").length() == 128);
  CHECK(IpPrefix{}.to_text() == "0.0.0.0/0");
  CHECK(prefix("10.0.0.0/8") == IpPrefix::of(address("10.9.8.7"), 8));
  CHECK(IpPrefix::of(address("10.9.8.7"), 99) == prefix("10.9.8.7/32"));
  CHECK(IpPrefix::of(address("2001:db8::7"), 60).address() == address("2001:db8::"));
}

TEST_CASE("what is no prefix is refused with the one that was meant", "[prefix]") {
  struct Row {
    const char *text, *complaint;
  };
  const auto row = GENERATE(
      Row{"", "is no prefix such as"}, Row{"/8", "is no prefix"}, Row{"10.0.0/8", "is no prefix"},
      Row{"fe80::1%eth0/64", "is no prefix"}, Row{"10.0.0.0/", "a length of 0 to 32"},
      Row{"10.0.0.0/33", "a length of 0 to 32"}, Row{"10.0.0.0/-1", "a length of 0 to 32"},
      Row{"10.0.0.0/8 ", "a length of 0 to 32"}, Row{"10.0.0.0/8/8", "a length of 0 to 32"},
      Row{"2001:db8::/129", "a length of 0 to 128"},
      Row{"2001:db8::/4294967296", "a length of 0 to 128"},
      Row{"192.0.2.7/24", "did you mean \"192.0.2.0/24\"?"},
      Row{"2001:db8::7/64", "did you mean \"2001:db8::/64\"?"});
  INFO(row.text);
  const auto parsed = IpPrefix::parse(row.text);
  REQUIRE_FALSE(parsed);
  CHECK_THAT(parsed.error(), ContainsSubstring(row.complaint));
}

TEST_CASE("a suffix takes the bits that the prefix leaves", "[prefix]") {
  CHECK(prefix("2001:db8:1:200::/56").with_suffix(address("::3:1:2:3:4")) ==
        address("2001:db8:1:203:1:2:3:4"));
  CHECK(prefix("2001:db8::/64").with_suffix(address("ffff:ffff:ffff:ffff::7")) ==
        address("2001:db8::7"));
  CHECK(prefix("2001:db8::/61").with_suffix(address("0:0:0:f::7")) == address("2001:db8:0:7::7"));
  CHECK(prefix("::/0").with_suffix(address("2001:db8::7")) == address("2001:db8::7"));
  CHECK(prefix("2001:db8::9").with_suffix(address("::7")) == address("2001:db8::9"));
}
