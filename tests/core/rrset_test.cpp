// SPDX-License-Identifier: MIT
#include "core/rrset.h"
#include "support/catch.h"

using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {
Rdata rdata(const char* address) { return rdata_of(*IpAddress::parse(address)); }
}  // namespace

TEST_CASE("each family has its record type, with the address as its data", "[rrset]") {
  CHECK(type_of(Family::ipv4) == RrType::a);
  CHECK(type_of(Family::ipv6) == RrType::aaaa);
  CHECK(rdata("1.2.3.4") == "\x01\x02\x03\x04");
  CHECK(rdata("2001:db8::1").size() == 16);
}

TEST_CASE("records of known types read as people write them", "[rrset]") {
  CHECK(describe(RrType::a, rdata("192.0.2.7")) == "192.0.2.7");
  CHECK(describe(RrType::aaaa, rdata("2001:db8::1")) == "2001:db8::1");
}

TEST_CASE("what is unknown or does not fit its type is told octet by octet", "[rrset]") {
  struct Row {
    RrType type;
    Rdata rdata;
    const char* told;  // RFC 3597 5
  };
  const auto row = GENERATE(
      Row{RrType{65280}, "\xab\xcd", "\\# 2 abcd"}, Row{RrType{16}, "", "\\# 0"},
      Row{RrType{16}, Rdata("\0\x1f", 2), "\\# 2 001f"}, Row{RrType::a, "abc", "\\# 3 616263"},
      Row{RrType::aaaa, "abcd", "\\# 4 61626364"}, Row{RrType::txt, "abcd", "\\# 4 61626364"},
      Row{RrType::a, "0123456789abcdef", "\\# 16 30313233343536373839616263646566"});
  CHECK(describe(row.type, row.rdata) == row.told);
}

TEST_CASE("a type without a name is told by its number", "[rrset]") {
  CHECK(describe(RrType::a) == "A");
  CHECK(describe(RrType::aaaa) == "AAAA");
  CHECK(describe(RrType{65280}) == "TYPE65280");
  CHECK(describe(RrsetKey{*DnsName::parse("x.example"), RrType::txt}) == "x.example TXT");
}

TEST_CASE("an RRset is told in a stable order, and an absent one as none", "[rrset]") {
  const Rrset two{60s, {rdata("192.0.2.8"), rdata("192.0.2.7")}};
  CHECK(describe(RrType::a, two) == "192.0.2.7, 192.0.2.8");
  CHECK(describe(RrType::a, Rrset{}) == "none");
  CHECK(Rrset{}.empty());
  CHECK(two != Rrset{61s, two.records});
}
