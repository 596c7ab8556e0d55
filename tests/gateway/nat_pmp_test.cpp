// SPDX-License-Identifier: MIT
#include "gateway/nat_pmp.h"
#include "gateway/packets.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::gateway;
using namespace nsfollow::test;

TEST_CASE("NAT-PMP: the question for the public address has two octets") {
  CHECK(build_nat_pmp() == Buffer{0, 0});
}

TEST_CASE("NAT-PMP: an answer tells the address and how long the gateway counts") {
  const auto answer = parse_nat_pmp(Buffer{0, 128, 0, 0, 0, 1, 0, 2, 5, 6, 7, 8});
  REQUIRE(answer);
  CHECK(answer->result == 0);
  CHECK(answer->epoch == std::chrono::seconds{65538});
  CHECK(answer->address.to_text() == "5.6.7.8");
  CHECK(parse_nat_pmp(nat_pmp("255.255.255.255", 0xffffffff))->epoch.count() == 0xffffffffLL);
  CHECK(parse_nat_pmp(nat_pmp("0.0.0.0"))->address == core::IpAddress{});
}

TEST_CASE("NAT-PMP: an answer with one octet more or less is none") {
  const auto good = nat_pmp("5.6.7.8");
  for (std::size_t length = 0; length < good.size(); ++length) {
    INFO(length);
    CHECK_FALSE(parse_nat_pmp(Octets{good}.first(length)));
  }
  for (const std::size_t more : {1U, 4U, 48U, 1088U, 4000U}) {
    auto longer = good;
    longer.resize(good.size() + more);
    CHECK_FALSE(parse_nat_pmp(longer));
  }
}

TEST_CASE("NAT-PMP: another version or opcode is no answer") {
  const auto good = nat_pmp("5.6.7.8");
  for (unsigned value = 1; value < 256; ++value) CHECK_FALSE(parse_nat_pmp(with(good, 0, value)));
  for (unsigned value = 0; value < 256; ++value)
    CHECK(parse_nat_pmp(with(good, 1, value)).has_value() == (value == 128));
}

TEST_CASE("NAT-PMP: a refusal is read with an address or without, and the address means nothing") {
  for (const unsigned result : {2U, 3U, 4U, 5U, 6U, 0x0100U, 0xffffU}) {
    auto refusal = nat_pmp("5.6.7.8", 7, result);
    for (const std::size_t length : {12U, 8U}) {
      refusal.resize(length);
      const auto answer = parse_nat_pmp(refusal);
      REQUIRE(answer);
      CHECK(answer->result == result);
      CHECK(answer->epoch == std::chrono::seconds{7});
      CHECK(answer->address == core::IpAddress{});
      CHECK_FALSE(describe_nat_pmp(answer->result).empty());
    }
    for (const std::size_t length : {7U, 9U, 11U, 13U, 60U}) {
      refusal.resize(length);
      CHECK_FALSE(parse_nat_pmp(refusal));
    }
  }
  CHECK(describe_nat_pmp(2) == "it refuses: not authorized");
  CHECK(describe_nat_pmp(3) == "it has no public address now: network failure");
  CHECK(describe_nat_pmp(4) == "it is out of resources");
  CHECK(describe_nat_pmp(777) == "it refuses with result code 777");
}

TEST_CASE("NAT-PMP: 'unsupported version' is not an answer about the address") {
  CHECK_FALSE(parse_nat_pmp(nat_pmp("5.6.7.8", 7, 1)));
}
