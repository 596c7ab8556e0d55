// SPDX-License-Identifier: MIT
// What a host's rules make of the addresses that its sources offer.
#include "core/eligibility.h"
#include "core/selection.h"
#include "core/uplink.h"
#include "core/wish.h"
#include "support/catch.h"

using namespace nsfollow::core;
using namespace std::chrono_literals;
using nsfollow::test::ContainsSubstring;

namespace {

using Texts = std::vector<std::string>;

IpAddress ip(const std::string& text) { return *IpAddress::parse(text); }

SeenAddress seen(const std::string& text, unsigned length = 64) {
  SeenAddress address;
  address.address = ip(text);
  address.prefix_length = static_cast<std::uint8_t>(length);
  return address;
}

Seen machine(const std::vector<SeenAddress>& addresses, const std::string& name = "br-lan") {
  SeenInterface interface {
    .index = 2, .name = name, .up = true, .running = true, .addresses = {}
  };
  interface.addresses = addresses;
  return {{interface}, {{Family::ipv4, 2, 0, ip("192.168.1.1")}, {Family::ipv6, 2, 0, {}}}};
}

Texts texts(const Selection& selection) {
  Texts all;
  for (const auto& address : selection.addresses) all.push_back(address.to_text());
  return all;
}

const AddressSources lan = {InterfaceSource{{"br-lan"}}};

AddressSources prefix(const char* suffix, std::optional<unsigned> length = {}) {
  return {PrefixSource{"br-*", length, ip(suffix)}};
}

std::string why(const Selection& selection) {
  REQUIRE(selection.considered.size() == 1);
  return selection.considered[0].why;
}

}  // namespace

TEST_CASE("private addresses are published only for insiders", "[rules]") {
  const std::string address = GENERATE("10.1.2.3", "192.168.1.2", "172.16.0.1", "100.64.0.1");
  const auto here = machine({seen(address, 24)});
  CHECK(select(lan, Family::ipv4, {}, here, {}).addresses.empty());
  CHECK(texts(select(lan, Family::ipv4, {.private_too = true}, here, {})) == Texts{address});
}

TEST_CASE("no rule lets an address be published that is nobody's", "[rules]") {
  const std::string address =
      GENERATE("127.0.0.1", "169.254.1.1", "192.0.2.1", "224.0.0.1", "0.0.0.0", "198.18.0.1");
  const auto here = machine({seen(address, 24)});
  const Rules all{.private_too = true, .temporary_too = true};
  CHECK(select(lan, Family::ipv4, all, here, {}).addresses.empty());
}

TEST_CASE("deny goes before allow, and allow restricts its own family alone", "[rules]") {
  const auto here = machine({seen("5.6.7.8", 24), seen("5.6.9.9", 24), seen("2a00:1::1")});
  Rules rules;
  rules.allow = {*IpPrefix::parse("5.6.0.0/16")};
  rules.deny = {*IpPrefix::parse("5.6.9.0/24")};
  CHECK(texts(select(lan, Family::ipv4, rules, here, {})) == Texts{"5.6.7.8"});
  CHECK(texts(select(lan, Family::ipv6, rules, here, {})) == Texts{"2a00:1::1"});
  rules.allow = {*IpPrefix::parse("11.0.0.0/8")};
  CHECK(select(lan, Family::ipv4, rules, here, {}).addresses.empty());
}

TEST_CASE("the kind of an address is known by its flags and its lifetime", "[rules]") {
  auto address = seen("2a00:1::1");
  CHECK(kind_of(address) == AddressKind::fixed);
  address.valid = 3600s;
  CHECK(kind_of(address) == AddressKind::leased);
  address.makes_temporary = true;
  CHECK(kind_of(address) == AddressKind::stable_privacy);
  address.address = ip("2a00:1::2de:adff:fe00:beef");
  CHECK(kind_of(address) == AddressKind::eui64);
  address.stable_privacy = true;
  CHECK(kind_of(address) == AddressKind::stable_privacy);
  address.temporary = true;
  CHECK(kind_of(address) == AddressKind::temporary);
}

TEST_CASE("the first of several is chosen by kind, then by address", "[rules]") {
  auto leased = seen("2a00:1::5", 128);
  leased.valid = 3600s;
  auto eui64 = seen("2a00:1::2de:adff:fe00:beef");
  eui64.valid = 3600s;
  auto temporary = seen("2a00:1::1");
  temporary.temporary = true;
  const auto here = machine({leased, eui64, temporary, seen("2a00:1::9"), seen("2a00:1::7")});
  Rules rules{.temporary_too = true, .only_first = true};
  const auto first = [&] { return texts(select(lan, Family::ipv6, rules, here, {})); };
  CHECK(first() == Texts{"2a00:1::7"});
  rules.prefer = {AddressKind::eui64};
  CHECK(first() == Texts{"2a00:1::2de:adff:fe00:beef"});
  rules.prefer = {AddressKind::temporary, AddressKind::eui64};
  CHECK(first() == Texts{"2a00:1::1"});
  rules.prefer = {AddressKind::leased};
  CHECK(first() == Texts{"2a00:1::5"});
}

TEST_CASE("a literal stands beside what is found, also beside the first", "[rules]") {
  AddressSources sources = lan;
  sources.emplace_back(LiteralSource{ip("2a00:9::9")});
  const auto here = machine({seen("2a00:1::1"), seen("2a00:1::2")});
  CHECK(texts(select(sources, Family::ipv6, {.only_first = true}, here, {})) ==
        Texts{"2a00:1::1", "2a00:9::9"});
  const auto lost = select(sources, Family::ipv6, {}, machine({}), {});
  CHECK(lost.lost);
  CHECK(texts(lost) == Texts{"2a00:9::9"});
}

TEST_CASE("one source of several that has nothing is no loss", "[rules]") {
  AddressSources sources = lan;
  sources.emplace_back(PrefixSource{"wg*", {}, ip("::1")});
  const auto selection = select(sources, Family::ipv6, {}, machine({seen("2a00:1::1")}), {});
  CHECK_FALSE(selection.lost);
  CHECK(texts(selection) == Texts{"2a00:1::1"});
}

TEST_CASE("a machine behind this one has each prefix, and its own last bits", "[prefix]") {
  auto temporary = seen("2a00:1::abcd");
  temporary.temporary = true;
  const auto here = machine({seen("2a00:1::1"), temporary, seen("2a00:2::1"), seen("fd00::1")});
  CHECK(texts(select(prefix("::2de:adff:fe00:beef"), Family::ipv6, {}, here, {})) ==
        Texts{"2a00:1::2de:adff:fe00:beef", "2a00:2::2de:adff:fe00:beef"});
  // The suffix may hold the number of a subnet.
  CHECK(texts(select(prefix("::3:0:0:0:5", 56), Family::ipv6, {},
                     machine({seen("2a00:1:1:ff00::1", 56)}), {})) == Texts{"2a00:1:1:ff03::5"});
}

TEST_CASE("what makes no prefix is told", "[prefix]") {
  const auto alone = [&](const SeenAddress& address, const AddressSources& sources) {
    return why(select(sources, Family::ipv6, {}, machine({address}), {}));
  };
  CHECK_THAT(alone(seen("2a00:1::1", 128), prefix("::5")), ContainsSubstring("/64"));
  CHECK(alone(seen("2a00:1::1", 128), prefix("::5", 64)).empty());
  CHECK_THAT(alone(seen("2a00:1::1", 64), prefix("::1:0:0:0:5")), ContainsSubstring("overlap"));
  auto old = seen("2a00:1::1");
  old.deprecated = true;
  const auto selection = select(prefix("::5"), Family::ipv6, {}, machine({old}), {});
  CHECK(selection.undecided);
  CHECK(selection.addresses.empty());
}

TEST_CASE("an uplink is the same as long as its gateway and addresses are", "[uplink]") {
  auto here = machine({seen("192.168.1.10", 24), seen("2a00:1::1")}, "eth\x1b");
  const auto uplink = find_uplink(here, {Family::ipv4, ""});
  REQUIRE(uplink);
  CHECK(describe(*uplink) == "eth\\x1b 192.168.1.10 via 192.168.1.1");
  CHECK(find_uplink(here, {Family::ipv4, "eth\x1b"}) == uplink);
  CHECK_FALSE(find_uplink(here, {Family::ipv4, "wan9"}));
  here.default_routes[0].gateway = ip("192.168.1.254");
  CHECK(find_uplink(here, {Family::ipv4, ""}) != uplink);
  here.interfaces[0].up = false;
  CHECK_FALSE(find_uplink(here, {Family::ipv4, ""}));
  here.default_routes.clear();
  CHECK_FALSE(find_uplink(here, {Family::ipv4, ""}));
}

TEST_CASE("a wish beside others leaves theirs and takes only ours away", "[wish]") {
  const Rrset found{60s, {"ours-old", "theirs"}};
  const Wish wish{.to = {300s, {"ours-new"}}, .beside_others = true, .no_more = {"ours-old"}};
  CHECK(wish.over(found) == Rrset{60s, {"ours-new", "theirs"}});
  CHECK(wish.over({}) == Rrset{300s, {"ours-new"}});
  const Wish gone{.to = {}, .beside_others = true, .no_more = {"ours-old"}};
  CHECK(gone.over({60s, {"ours-old"}}) == Rrset{});
  CHECK(gone.over({60s, {"theirs"}}) == Rrset{60s, {"theirs"}});
  CHECK(Wish{.to = {300s, {"x"}}}.over(found) == Rrset{300s, {"x"}});
}
