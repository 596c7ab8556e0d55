// SPDX-License-Identifier: MIT
// Messages of a Linux 6.18, as `ip` provoked them, whole and damaged.
#include <array>
#include <bit>
#include <random>
#include <string>
#include <string_view>
#include <vector>
#include "netlink/decode.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::netlink;
using core::IpAddress;

namespace {

constexpr std::string_view link_up =
    "7c000000100000000000000000000000000001000300000003100100010000000900030077616e30000000000800"
    "0d00e803000005001000030000000500110000000000050043000000000008000400dc0500000800320044000000"
    "08003300ffff000008001b000000000008001e000000000008003d0000000000";
constexpr std::string_view ipv4 =
    "50000000140000001ca9026bcb300000021800000300000008000100050607080800020005060708090003007761"
    "6e300000000008000800000000001400060008070000100e0000a18f0300a18f0300";
constexpr std::string_view point_to_point =
    "50000000140000001ca9026bce3000000220800003000000080001000a400001080002000a400064090003007761"
    "6e3000000000080008008000000014000600ffffffffffffffffa78f0300a78f0300";
constexpr std::string_view ipv6 =
    "480000001400000000000000000000000a40c00003000000140001002a0012340000000000000000000000051400"
    "0600ffffffffffffffffac8f0300ac8f030008000800c0000000";
constexpr std::string_view route =
    "3c000000180000061ca9026bd030000002000000fe0300010000000008000f00fe00000008000600640000000800"
    "0500050607010800040003000000";
constexpr std::string_view multipath =
    "50000000180000061ca9026bd130000002000000fe0300010000000008000f00fe000000080006002c0100002400"
    "09001000000003000000080005000506070110000000030000000800050005060702";
constexpr std::string_view route_via_ipv6 =
    "4c000000180000061ca9026bd230000002000000fe0300010000000008000f00fe00000008000600900100001600"
    "12000a00fe80000000000000000000000000000100000800040003000000";
constexpr std::string_view route_by_source =
    "88000000180000061ca9026bd53000000a003800fe0300010000000008000f00fe000000140002002a0012340000"
    "00000000000000000000080006000002000014000500fe8000000000000000000000000000010800040003000000"
    "24000c0000000000000000000000000000000000000000000000000000000000000000000500140000000000";
constexpr std::string_view route_into_nowhere =
    "2c000000180000061ca9026bd830000002000000fe0300070000000008000f00fe000000080006000f270000";
constexpr std::string_view other_destination =
    "3c000000180000061ca9026bd930000002180000fe0300010000000008000f00fe00000008000100090909000800"
    "0500050607010800040003000000";
constexpr std::string_view other_table =
    "34000000180000061ca9026bdc30000002000000fc0300010000000008000f00e803000008000500050607010800"
    "040003000000";

constexpr std::array all = {link_up,
                            ipv4,
                            point_to_point,
                            ipv6,
                            route,
                            multipath,
                            route_via_ipv6,
                            route_by_source,
                            route_into_nowhere,
                            other_destination,
                            other_table};

std::vector<std::uint8_t> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

template <class T>
T told(std::string_view hex) {
  auto message = decode(bytes_of(hex));
  REQUIRE(std::get_if<T>(&message));
  return std::move(std::get<T>(message));
}

// What a decoded message promises, whatever the bytes were.
void check_promises(const Message& message) {
  if (const auto* link = std::get_if<Link>(&message)) {
    REQUIRE(link->interface.index > 0);
    REQUIRE(link->interface.name.size() - 1 < 15);
    REQUIRE(link->interface.name.find('\0') == std::string::npos);
  } else if (const auto* address = std::get_if<Address>(&message)) {
    REQUIRE(address->interface > 0);
    REQUIRE(address->address.prefix_length <= address->address.address.bytes().size() * 8);
  } else if (const auto* routes = std::get_if<DefaultRoute>(&message)) {
    for (const auto& one : routes->nexthops) {
      REQUIRE(one.family == routes->family);
      REQUIRE(one.interface > 0);
    }
  }
}

}  // namespace

TEST_CASE("a real kernel's messages are understood") {
  if (std::endian::native != std::endian::little) return;  // they were captured on such a machine
  CHECK(told<Link>(link_up).interface.name == "wan0");
  CHECK(told<Link>(link_up).interface.up);

  const auto leased = told<Address>(ipv4).address;
  CHECK(leased.address == IpAddress::parse("5.6.7.8"));
  CHECK(leased.preferred == std::chrono::seconds{1800});
  CHECK(leased.valid == std::chrono::seconds{3600});
  CHECK_FALSE(leased.permanent);
  const auto ppp = told<Address>(point_to_point).address;
  CHECK(ppp.address == IpAddress::parse("10.64.0.100"));
  CHECK(ppp.permanent);
  CHECK_FALSE(ppp.valid);
  CHECK(told<Address>(ipv6).address.tentative);

  CHECK(told<DefaultRoute>(route).nexthops.at(0).metric == 100);
  REQUIRE(told<DefaultRoute>(multipath).nexthops.size() == 2);
  CHECK(told<DefaultRoute>(multipath).nexthops[1].gateway == IpAddress::parse("5.6.7.2"));
  CHECK(told<DefaultRoute>(route_via_ipv6).family == core::Family::ipv4);
  CHECK(told<DefaultRoute>(route_via_ipv6).nexthops.at(0).gateway == IpAddress::parse("fe80::1"));
  CHECK(told<DefaultRoute>(route_by_source).nexthops.at(0).metric == 512);
  CHECK(told<DefaultRoute>(route_into_nowhere).nexthops.empty());
  told<NotOurs>(other_destination);
  told<NotOurs>(other_table);
}

TEST_CASE("a message that ends too early is malformed at every byte") {
  for (const auto hex : all) {
    const auto whole = bytes_of(hex);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const std::vector<std::uint8_t> cut(whole.begin(), whole.begin() + static_cast<long>(length));
      REQUIRE(std::holds_alternative<Malformed>(decode(cut)));
      if (length < 16) continue;
      // The same with a length in its header that agrees: cut inside an attribute, or just shorter.
      auto shorter = cut;
      const auto told_length = static_cast<std::uint32_t>(length);
      std::memcpy(shorter.data(), &told_length, sizeof told_length);
      check_promises(decode(shorter));
    }
  }
}

TEST_CASE("no damage to a message makes it break a promise") {
  std::mt19937 random(20240229);  // NOLINT: the same damage every time
  for (const auto hex : all) {
    const auto whole = bytes_of(hex);
    for (int round = 0; round < 20000; ++round) {
      auto damaged = whole;
      for (auto hits = 1 + random() % 4; hits > 0; --hits) {
        damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
      }
      if (random() % 4 == 0) damaged.resize(random() % (damaged.size() + 1));
      check_promises(decode(damaged));
      Bytes rest = damaged;
      while (const auto message = next_message(rest)) check_promises(decode(*message));
    }
  }
}
