// SPDX-License-Identifier: MIT
#include "core/svc_params.h"
#include "core/rdata_text.h"
#include "support/catch.h"

using namespace nsfollow::core;
using nsfollow::test::ContainsSubstring;

namespace {

std::string hex(std::string_view text) {
  const auto rdata = parse_rdata(RrType::svcb, text);
  return rdata ? to_hex(*rdata) : "error: " + rdata.error().text;
}

std::string told(std::string_view text) {
  const auto rdata = parse_rdata(RrType::svcb, text);
  return rdata ? describe(RrType::svcb, *rdata) : "error: " + rdata.error().text;
}

}  // namespace

TEST_CASE("the test vectors of RFC 9460 come out as it says", "[svcb]") {
  struct Row {
    const char *text, *hex;  // appendix D.1 and D.2
  };
  const auto row = GENERATE(
      Row{"0 foo.example.com.", "000003666f6f076578616d706c6503636f6d00"}, Row{"1 .", "000100"},
      Row{"16 foo.example.com. port=53", "001003666f6f076578616d706c6503636f6d00000300020035"},
      Row{"1 foo.example.com. key667=hello",
          "000103666f6f076578616d706c6503636f6d00029b000568656c6c6f"},
      Row{"1 foo.example.com. key667=\"hello\\210qoo\"",
          "000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2716f6f"},
      Row{"1 foo.example.com. ipv6hint=\"2001:db8::1,2001:db8::53:1\"",
          "000103666f6f076578616d706c6503636f6d000006002020010db8000000000000000000000001"
          "20010db8000000000000000000530001"},
      Row{"16 foo.example.org. (alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1)",
          "error: has \"(alpn\" where it wants a parameter such as \"alpn=h2\""},
      Row{"16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
          "001003666f6f076578616d706c65036f72670000000004000100040001000902683205"
          "68332d313900040004c0000201"},
      Row{"16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\"",
          "001003666f6f076578616d706c65036f726700000100"
          "0c08665c6f6f2c626172026832"},
      Row{"16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2",
          "001003666f6f076578616d706c65036f726700000100"
          "0c08665c6f6f2c626172026832"});
  INFO(row.text);
  CHECK(hex(row.text) == row.hex);
}

TEST_CASE("parameters stand in one order, however they are written", "[svcb]") {
  CHECK(told("1 . port=8443 alpn=h2,h3 key100=a ipv4hint=192.0.2.8,192.0.2.7 ech=AEX+DQ==") ==
        "1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.8,192.0.2.7 ech=AEX+DQ== key100=a");
  CHECK(told("1 . mandatory=port,alpn port=1 alpn=h2 no-default-alpn") ==
        "1 . mandatory=alpn,port alpn=h2 no-default-alpn port=1");
  CHECK(told("1 . key3=\\001\\187") == "1 . port=443");
  CHECK(told("1 . alpn=\"h2\\\\,x\"") == "1 . alpn=\"h2\\\\,x\"");
  CHECK(told("1 . key100=\"a b\"") == "1 . key100=\"a b\"");
  CHECK(told("1 . key100=\"\"") == "1 . key100");
  CHECK(told("1 . dohpath=/dns-query{?dns}") == "1 . dohpath=/dns-query{?dns}");
}

TEST_CASE("what is wrong with a parameter is said with its name", "[svcb]") {
  struct Row {
    const char *text, *complaint;  // many are of RFC 9460 D.3
  };
  const auto row = GENERATE(
      Row{"key123=abc key123=def", "has \"key123\" twice"}, Row{"mandatory", "\"mandatory\""},
      Row{"alpn", "written like \"alpn=h2,h3\""}, Row{"port", "written like \"port=443\""},
      Row{"ipv4hint", "written like \"ipv4hint="}, Row{"ipv6hint", "written like \"ipv6hint="},
      Row{"no-default-alpn=abc", "written like \"no-default-alpn\""},
      Row{"no-default-alpn", "wants an \"alpn\" beside"},
      Row{"mandatory=key123", "list other parameters that are there"},
      Row{"mandatory=mandatory", "list other parameters that are there"},
      Row{"mandatory=key123,key123 key123=abc", "each once"}, Row{"port=65536", "port=443"},
      Row{"port=\"443\"x", "port=443"}, Row{"ipv4hint=2001:db8::1", "ipv4hint="},
      Row{"ipv4hint=192.0.2.1,", "ipv4hint="}, Row{"alpn=h2,", "alpn=h2,h3"},
      Row{"alpn=\\\\x", "alpn=h2,h3"}, Row{"ech=", "ech="}, Row{"ech=!", "ech="},
      Row{"key65535=x", "which is reserved"}, Row{"key65536=x", "has \"key65536\" where"},
      Row{"key0100=x", "has \"key0100\" where"}, Row{"key1=x", "alpn=h2,h3"},
      Row{"key4=abc", "ipv4hint="}, Row{"key100=\\25", "key100=\\001\\002"},
      Row{"alpn:h2", "has \"alpn:h2\" where it wants a parameter such as \"alpn=h2\""},
      Row{"\"alpn=h2\"", "where it wants a parameter"});
  INFO(row.text);
  const auto rdata = parse_rdata(RrType::svcb, std::string{"1 . "} + row.text);
  REQUIRE_FALSE(rdata);
  CHECK_THAT(rdata.error().text, ContainsSubstring(row.complaint));
}

TEST_CASE("parameters out of order or twice are told octet by octet", "[svcb]") {
  const auto params = [](const char* text) { return describe_svc_params(*parse_hex(text)); };
  CHECK(params("00030002003500640000") == " port=53 key100");
  CHECK_FALSE(params("00640000000300020035"));
  CHECK_FALSE(params("000300020035000300020035"));
  CHECK_FALSE(params("0003000200"));
  CHECK_FALSE(params("000300010100"));
}
