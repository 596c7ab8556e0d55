// SPDX-License-Identifier: MIT
#include "core/wanted.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

const ZoneLabel zone = "d.example.com";
const DnsName host1 = *DnsName::parse("host1.d.example.com");
const RrsetKey key_a{host1, RrType::a};
constexpr TimePoint start{1h};

Policy one(Afterwards on_loss, AddressSource ipv4 = InterfaceSource{{"eth0"}}) {
  Policy policy;
  policy.hosts = {{.name = host1,
                   .zone = zone,
                   .ipv4 = {std::move(ipv4)},
                   .ipv6 = {},
                   .on_loss = on_loss,
                   .loss_grace = 5min}};
  return policy;
}

Seen with(std::initializer_list<const char*> addresses, bool deprecated = false) {
  SeenInterface eth0{.index = 2, .name = "eth0", .up = true, .addresses = {}};
  for (const char* text : addresses) {
    SeenAddress a;
    a.address = *IpAddress::parse(text);
    a.deprecated = deprecated;
    eth0.addresses.push_back(a);
  }
  return {{eth0}, {}};
}

Rrset rrset(std::initializer_list<const char*> addresses) {
  Rrset all{addresses.size() == 0 ? 0s : 300s, {}};
  for (const char* text : addresses) all.records.insert(rdata_of(*IpAddress::parse(text)));
  return all;
}

std::optional<Rrset> wish(const Wanted& wanted) {
  const auto& picture = wanted.of_zone(zone);
  const auto found = picture.find(key_a);
  return found == picture.end() ? std::nullopt : std::optional{found->second.to};
}

}  // namespace

TEST_CASE("before the kernel was seen nothing is wanted but what is written down", "[wanted]") {
  const auto seen_policy = one(Afterwards::withdraw);
  CHECK_FALSE(wish(Wanted{seen_policy, {}}));
  const auto policy = one(Afterwards::keep, LiteralSource{*IpAddress::parse("192.0.2.7")});
  Wanted literal{policy, {}};
  CHECK(wish(literal) == rrset({"192.0.2.7"}));
  literal.see(Seen{}, {}, start);
  literal.tick(start + 24h);
  CHECK(wish(literal) == rrset({"192.0.2.7"}));
}

TEST_CASE("what is seen is wanted, with the host's TTL", "[wanted]") {
  const auto policy = one(Afterwards::keep);
  Wanted wanted{policy, {}};
  wanted.see(with({"5.6.7.8", "5.6.7.9"}), {}, start);
  CHECK(wish(wanted) == rrset({"5.6.7.8", "5.6.7.9"}));
  CHECK(wanted.of_zone("elsewhere.example").empty());
  CHECK(wanted.of_zone(zone).size() == 1);  // IPv6 is off: not ours
}

TEST_CASE("a loss makes the wish unknown, and after its grace empty", "[wanted]") {
  const auto policy = one(Afterwards::withdraw);
  Wanted wanted{policy, {}};
  wanted.see(with({"5.6.7.8"}), {}, start);
  CHECK_FALSE(wanted.next_deadline());
  wanted.see(with({}), {}, start + 1s);
  CHECK_FALSE(wish(wanted));
  CHECK(wanted.next_deadline() == start + 1s + 5min);
  wanted.see(with({}), {}, start + 2min);  // seen again: the loss is as old as it is
  wanted.tick(start + 5min);
  CHECK_FALSE(wish(wanted));
  wanted.tick(start + 1s + 5min);
  CHECK(wish(wanted) == Rrset{});
  CHECK_FALSE(wanted.next_deadline());
  wanted.see(with({}), {}, start + 20min);
  CHECK(wish(wanted) == Rrset{});
  wanted.see(with({"5.6.7.9"}), {}, start + 21min);
  CHECK(wish(wanted) == rrset({"5.6.7.9"}));
}

TEST_CASE("an address that comes back ends the loss", "[wanted]") {
  const auto policy = one(Afterwards::withdraw);
  Wanted wanted{policy, {}};
  wanted.see(with({"5.6.7.8"}), {}, start);
  wanted.see(with({}), {}, start + 1min);
  wanted.see(with({"5.6.7.8"}), {}, start + 2min);
  CHECK_FALSE(wanted.next_deadline());
  wanted.see(with({}), {}, start + 3min);
  CHECK(wanted.next_deadline() == start + 8min);
}

TEST_CASE("where losses are kept the wish stays unknown for ever", "[wanted]") {
  const auto policy = one(Afterwards::keep);
  Wanted wanted{policy, {}};
  wanted.see(with({"5.6.7.8"}), {}, start);
  wanted.see(with({}), {}, start + 1s);
  CHECK_FALSE(wanted.next_deadline());
  wanted.tick(start + 1000h);
  CHECK_FALSE(wish(wanted));
}

TEST_CASE("what never was cannot be lost, unless an earlier run had it", "[wanted]") {
  const auto policy = one(Afterwards::withdraw);
  struct Row {
    std::map<ZoneLabel, RecordPicture> before;
    bool lost;
  };
  const auto row =
      GENERATE(Row{{}, false}, Row{{{zone, {{key_a, rrset({"5.6.7.8"})}}}}, true},
               Row{{{zone, {{key_a, Rrset{}}}}}, false},
               Row{{{zone, {{RrsetKey{host1, RrType::aaaa}, rrset({"2a00:1::1"})}}}}, false},
               Row{{{"other", {{key_a, rrset({"5.6.7.8"})}}}}, false});  // of another zone
  Wanted wanted{policy, row.before};
  wanted.see(with({}), {}, start);
  CHECK(wanted.next_deadline().has_value() == row.lost);
}

TEST_CASE("deprecated addresses alone are neither a wish nor a loss", "[wanted]") {
  const auto policy = one(Afterwards::withdraw);
  Wanted wanted{policy, {}};
  wanted.see(with({"5.6.7.8"}), {}, start);
  wanted.see(with({}), {}, start + 1s);
  wanted.see(with({"5.6.7.8"}, true), {}, start + 2s);
  CHECK_FALSE(wish(wanted));
  CHECK_FALSE(wanted.next_deadline());
  CHECK(wanted.take_complaints().size() == 1);
  wanted.see(with({"5.6.7.8"}, true), {}, start + 3s);
  CHECK(wanted.take_complaints().empty());  // said once
}

TEST_CASE("a passing time without a loss changes nothing", "[wanted]") {
  const auto policy = one(Afterwards::withdraw);
  Wanted wanted{policy, {}};
  wanted.see(with({"5.6.7.8"}), {}, start);
  wanted.tick(start + 1000h);
  CHECK(wish(wanted) == rrset({"5.6.7.8"}));
}
