// SPDX-License-Identifier: MIT
#include "core/ip_address.h"
#include <vector>
#include "support/catch.h"

using namespace nsfollow::core;

TEST_CASE("an address is read in the forms inet_pton takes, and told in one", "[ip_address]") {
  struct Row {
    const char *written, *told;
  };
  const auto row = GENERATE(Row{"192.0.2.7", "192.0.2.7"}, Row{"0.0.0.0", "0.0.0.0"},
                            Row{"255.255.255.255", "255.255.255.255"}, Row{"::", "::"},
                            Row{"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
                            Row{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
                            Row{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
                            Row{"::ffff:192.0.2.7", "::ffff:192.0.2.7"});
  const auto address = IpAddress::parse(row.written);
  REQUIRE(address);
  CHECK(address->to_text() == row.told);
  CHECK(IpAddress::parse(address->to_text()) == address);
  CHECK(IpAddress::from_bytes(address->bytes()) == address);
}

TEST_CASE("what is not exactly an address is none", "[ip_address]") {
  const std::string text = GENERATE(
      as<std::string>{}, "", " ", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", " 1.2.3.4",
      "1.2.3.4 ", "1.2.3.4/24", "1.2.3.4%eth0", "fe80::1%eth0", ":::", "1::2::3",
      "12345::", "[::1]", "localhost", "0x7f.1", std::string{"1.2.3.4\0", 8});
  INFO(text);
  CHECK_FALSE(IpAddress::parse(text));
}

TEST_CASE("only 4 and 16 bytes are addresses", "[ip_address]") {
  for (std::size_t size = 0; size <= 20; ++size) {
    const auto address = IpAddress::from_bytes(std::vector<std::uint8_t>(size, 1));
    CHECK(address.has_value() == (size == 4 || size == 16));
    if (address) CHECK(address->bytes().size() == size);
  }
}

TEST_CASE("an IPv4 address is not its mapped IPv6 form", "[ip_address]") {
  CHECK(IpAddress::parse("1.2.3.4") != IpAddress::parse("::ffff:1.2.3.4"));
  CHECK(IpAddress::parse("255.255.255.255") < IpAddress::parse("::"));
  CHECK(IpAddress{} == IpAddress::parse("0.0.0.0"));
}

TEST_CASE("loopback and link-local addresses are known to the last one", "[ip_address]") {
  struct Row {
    const char* text;
    bool loopback, link_local;
  };
  const auto row =
      GENERATE(Row{"126.255.255.255", false, false}, Row{"127.0.0.0", true, false},
               Row{"127.255.255.255", true, false}, Row{"128.0.0.0", false, false},
               Row{"169.253.255.255", false, false}, Row{"169.254.0.0", false, true},
               Row{"169.254.255.255", false, true}, Row{"169.255.0.0", false, false},
               Row{"::", false, false}, Row{"::1", true, false}, Row{"::2", false, false},
               Row{"fe7f:ffff::", false, false}, Row{"fe80::", false, true},
               Row{"febf:ffff::", false, true}, Row{"fec0::", false, false});
  INFO(row.text);
  CHECK(IpAddress::parse(row.text)->is_loopback() == row.loopback);
  CHECK(IpAddress::parse(row.text)->is_link_local() == row.link_local);
}
