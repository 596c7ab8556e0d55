// SPDX-License-Identifier: MIT
#include "gateway/pcp.h"
#include "gateway/packets.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::gateway;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

PcpMap make_map() {
  return {.nonce = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          .client = address("192.168.1.5"),
          .port = 0x1234};
}

Buffer good_answer(std::string_view external = "5.6.7.8", unsigned result = 0) {
  return pcp_map_answer(build_pcp_map(make_map(), 30s), external, result);
}

}  // namespace

TEST_CASE("PCP: a request for a mapping is laid out as RFC 6887 wants it") {
  const Buffer expected{
      2,  1, 0, 0, 0,    0,    0, 120,  // version, opcode, lifetime
      0,  0, 0, 0, 0,    0,    0, 0,   0, 0,  0xff, 0xff, 192, 168, 1, 5,   // client
      1,  2, 3, 4, 5,    6,    7, 8,   9, 10, 11,   12,                     // nonce
      17, 0, 0, 0, 0x12, 0x34, 0, 0,                                        // UDP, ports
      0,  0, 0, 0, 0,    0,    0, 0,   0, 0,  0xff, 0xff, 0,   0,   0, 0};  // any external address
  CHECK(build_pcp_map(make_map(), 120s) == expected);
  CHECK(is_deletion(build_pcp_map(make_map(), 0s)));

  auto map = make_map();
  map.client = address("2001:db8::5");
  const auto request = build_pcp_map(map, 30s);
  CHECK(std::ranges::equal(Octets{request}.subspan(8, 16), map.client.bytes()));
  CHECK(std::all_of(request.begin() + 44, request.end(), [](auto octet) { return octet == 0; }));
}

TEST_CASE("PCP: an answer tells the external address, of IPv4 or IPv6") {
  const auto answer = parse_pcp_map(good_answer(), make_map());
  REQUIRE(answer);
  CHECK(answer->result == 0);
  CHECK(answer->lifetime == 30s);
  CHECK(answer->epoch == 1000s);
  CHECK(answer->address == address("5.6.7.8"));
  CHECK(parse_pcp_map(good_answer("2001:db8::1"), make_map())->address == address("2001:db8::1"));
  CHECK(parse_pcp_map(good_answer("::"), make_map())->address == address("::"));
  CHECK(parse_pcp_map(good_answer("0.0.0.0"), make_map())->address == address("0.0.0.0"));
}

TEST_CASE("PCP: an answer that is cut short or too long is none, but options are skipped") {
  auto packet = good_answer();
  for (std::size_t length = 0; length < packet.size(); ++length) {
    INFO(length);
    CHECK_FALSE(parse_pcp_map(Octets{packet}.first(length), make_map()));
  }
  for (std::size_t length = 60; length <= 1110; ++length) {
    INFO(length);
    packet.resize(length);
    CHECK(parse_pcp_map(packet, make_map()).has_value() == (length % 4 == 0 && length <= 1100));
  }
}

TEST_CASE("PCP: an answer with a wrong octet in what must match is none") {
  const auto good = good_answer();
  // Version, opcode, nonce, protocol, internal port.
  std::vector<std::size_t> places{0, 1, 36, 40, 41};
  for (std::size_t at = 24; at < 36; ++at) places.push_back(at);
  for (const auto at : places)
    for (unsigned change = 1; change < 256; ++change) {
      INFO(at << " by " << change);
      CHECK_FALSE(parse_pcp_map(with(good, at, good[at] ^ change), make_map()));
    }
  CHECK_FALSE(parse_pcp_map(build_pcp_map(make_map(), 30s), make_map()));  // our own request
  CHECK_FALSE(parse_pcp_map(pcp_announcement(), make_map()));
}

TEST_CASE("PCP: what is reserved or of no interest may be anything") {
  const auto good = good_answer();
  std::vector<std::size_t> places{2, 37, 38, 39, 42, 43};
  for (std::size_t at = 12; at < 24; ++at) places.push_back(at);
  for (const auto at : places) CHECK(parse_pcp_map(with(good, at, 0xa5), make_map()));
}

TEST_CASE("PCP: a refusal tells its code and never an address") {
  for (unsigned result = 2; result < 256; ++result) {
    const auto answer = parse_pcp_map(good_answer("5.6.7.8", result), make_map());
    REQUIRE(answer);
    CHECK(answer->result == result);
    CHECK(answer->address == core::IpAddress{});
    CHECK_FALSE(describe_pcp(answer->result).empty());
  }
  CHECK(describe_pcp(2) == "it refuses: not authorized");
  CHECK(describe_pcp(7) == "it has no public address now: network failure");
  CHECK(describe_pcp(8) == "it is out of resources");
  CHECK(describe_pcp(10) == "it refuses: too many mappings of this machine");
  CHECK(describe_pcp(12) == "it refuses: there is another NAT on the way to it");
  CHECK(describe_pcp(13) == "it refuses with result code 13");
  CHECK_FALSE(parse_pcp_map(good_answer("5.6.7.8", 1), make_map()));
}

TEST_CASE("PCP: an announcement is one by its length, version, opcode and result") {
  const auto good = pcp_announcement();
  CHECK(is_pcp_announcement(good));
  for (std::size_t length = 0; length <= 1110; ++length) {
    auto packet = good;
    packet.resize(length);
    CHECK(is_pcp_announcement(packet) == (length >= 24 && length <= 1100 && length % 4 == 0));
  }
  for (const std::size_t at : {0U, 1U, 3U})
    for (unsigned change = 1; change < 256; ++change)
      CHECK_FALSE(is_pcp_announcement(with(good, at, good[at] ^ change)));
  CHECK_FALSE(is_pcp_announcement(good_answer()));
}

TEST_CASE("PCP: 'unsupported version' is understood in the form of either protocol") {
  CHECK(parse_unsupported_version(nat_pmp_unsupported_version()) == 0);
  CHECK(parse_unsupported_version(nat_pmp("0.0.0.0", 7, 1)) == 0);
  CHECK(parse_unsupported_version(pcp_header(2, 128, 1)) == 2);
  CHECK(parse_unsupported_version(pcp_header(2, 129, 1)) == 2);
  CHECK(parse_unsupported_version(pcp_header(1, 129, 1)) == 1);
  CHECK(parse_unsupported_version(good_answer("5.6.7.8", 1)) == 2);

  CHECK_FALSE(parse_unsupported_version(nat_pmp("5.6.7.8")));
  CHECK_FALSE(parse_unsupported_version(nat_pmp("5.6.7.8", 7, 0x0101)));
  CHECK_FALSE(parse_unsupported_version(with(nat_pmp_unsupported_version(), 1, 1)));
  CHECK_FALSE(parse_unsupported_version(pcp_header(2, 1, 1)));  // a request
  CHECK_FALSE(parse_unsupported_version(pcp_header(2, 129, 2)));
  CHECK_FALSE(parse_unsupported_version(good_answer()));
  for (std::size_t length = 0; length <= 1110; ++length) {
    auto packet = nat_pmp_unsupported_version();
    packet.resize(length);
    CHECK(parse_unsupported_version(packet).has_value() == (length == 8 || length == 12));
    packet = pcp_header(2, 128, 1);
    packet.resize(length);
    CHECK(parse_unsupported_version(packet).has_value() ==
          (length >= 24 && length <= 1100 && length % 4 == 0));
  }
}
