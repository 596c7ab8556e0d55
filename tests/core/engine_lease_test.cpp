// SPDX-License-Identifier: MIT
// Leases (RFC 9664): a server drops a record that nobody renewed in time.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

const RrsetKey address{name(host), RrType::a}, text{name(host), RrType::txt};
const Rdata others = rdata_of(*IpAddress::parse("9.9.9.9"));

// With leases of an hour, so that each record is to be renewed after 48 to 51 min.
Policy leased() {
  auto policy = one_host();
  policy.hosts[0].ipv4 = {InterfaceSource{{"eth0"}}};
  policy.hosts[0].ipv6 = {};
  policy.zones[0].lease = 1h;
  Record record{.name = name(host), .type = RrType::txt, .zone = "d.example.com", .values = {}};
  record.values.emplace_back(Rdata{"\5hello"});
  policy.records.push_back(std::move(record));
  return policy;
}

World leased_world(const Policy& policy) {
  World w{policy};
  w.server.lease = 1h;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "10.0.0.2");  // by which the server can always be reached
  w.add_address(2, "5.6.7.8");
  return w;
}

// When the RRset was last in an update; none: never.
TimePoint last_sent(const World& w, const RrsetKey& key) {
  TimePoint last{};
  for (const auto& sent : w.updates)
    for (const auto& change : sent.update.changes)
      if (change.key == key) last = sent.at;
  return last;
}

}  // namespace

TEST_CASE("a renewal that nobody answers for is tried again", "[lease]") {
  World w = leased_world(leased());
  w.start();
  w.pass(47min);
  REQUIRE(w.updates.size() == 1);
  w.path.black = true;
  w.pass(5min);
  REQUIRE(w.updates.size() == 2);
  w.path.black = false;
  const auto end_of_outage = w.now();
  w.pass(2min);
  CHECK(last_sent(w, address) >= end_of_outage);
  CHECK(last_sent(w, text) >= end_of_outage);
  const auto sent = w.updates.size();
  w.pass(40min);  // and then it is good for as long as any
  CHECK(w.updates.size() == sent);
}

TEST_CASE("a change of one record does not put off the renewal of another", "[lease]") {
  World w = leased_world(leased());
  w.start();
  w.pass(45min);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(15min);
  CHECK(w.now() - last_sent(w, text) < 15min);
}

TEST_CASE("what becomes known long after a start is renewed by this run", "[lease]") {
  World w = leased_world(leased());
  w.start();
  w.pass(40min);
  w.stop();
  w.remove_address("5.6.7.8");
  w.start();
  w.pass(10min);
  w.add_address(2, "5.6.7.8");  // which the server has, and drops in 10 min
  const auto known_since = w.now();
  w.pass(1min);
  CHECK(last_sent(w, address) >= known_since);
}

TEST_CASE("a renewal is no change that scripts are told of", "[lease]") {
  auto policy = leased();
  policy.scripts.on_change = {"/etc/nsfollow/changed"};
  World w = leased_world(policy);
  SECTION("as it was sent") {}
  SECTION("nor where the server insists on another TTL") { w.server.own_ttl = 120s; }
  w.start();
  w.pass(3h);
  CHECK(w.updates.size() == 4);
  CHECK(w.scripts_run.size() == 2);  // for the address and the text, once each
  REQUIRE(w.engine().zones()[0].holdings().confirmed_at(address));
  CHECK(w.now() - *w.engine().zones()[0].holdings().confirmed_at(address) > 2h);
}

TEST_CASE("the end of a lease wakes nobody for a record that was withdrawn", "[lease]") {
  auto policy = leased();
  policy.hosts[0].on_loss = Afterwards::withdraw;
  World w = leased_world(policy);
  w.start();
  w.pass(1min);
  w.remove_address("5.6.7.8");
  w.pass(10min);
  REQUIRE(w.in_dns(host, RrType::a).empty());
  const auto before = w.wakeups;
  w.pass(2h);
  CHECK(w.wakeups - before < 60);
  CHECK(w.violations.empty());
}

TEST_CASE("at a shared name nobody renews what others put there", "[lease]") {
  auto policy = leased();
  policy.hosts[0].shared = true;
  World w = leased_world(policy);
  w.server.zone[address] = {60s, {others}};
  w.start();
  w.pass(52min);
  REQUIRE(last_sent(w, address) > TimePoint{1h} + 40min);
  const auto& renewal = w.updates.back().update.changes.front();
  REQUIRE(renewal.key == address);
  CHECK(renewal.by_record);
  CHECK(renewal.from == renewal.to);
  CHECK(renewal.again == std::set{rdata_of(*IpAddress::parse("5.6.7.8"))});
}

TEST_CASE("at a shared name an address that goes does not put off the renewal of the others",
          "[lease]") {
  auto policy = leased();
  policy.hosts[0].shared = true;
  World w = leased_world(policy);
  w.add_address(2, "5.6.7.9");
  w.start();
  w.pass(45min);
  w.remove_address("5.6.7.9");
  w.pass(1min);
  const auto& change = w.updates.back().update.changes.front();
  REQUIRE(change.key == address);
  CHECK(change.again == std::set{rdata_of(*IpAddress::parse("5.6.7.8"))});
}

TEST_CASE("a lease is renewed in time beside a record that is refused", "[lease]") {
  auto policy = leased();
  policy.zones[0].verify = 6h;
  World w = leased_world(policy);
  w.server.forbidden = {RrType::txt};
  w.start();
  for (int hour = 0; hour < 5; ++hour) {
    w.pass(1h);
    CHECK(w.now() - last_sent(w, address) < 1h);
  }
}

TEST_CASE("what is withdrawn before its renewal could be sent is not renewed", "[lease]") {
  auto policy = leased();
  policy.hosts[0].on_loss = Afterwards::withdraw;
  World w = leased_world(policy);
  w.start();
  w.pass(47min);
  w.path.black = true;
  w.pass(5min);
  w.server.zone[address] = {};  // as its lease ended
  w.remove_address("5.6.7.8");
  w.pass(25min);
  w.path.black = false;
  w.pass(1h);
  for (const auto& sent : w.updates)
    for (const auto& change : sent.update.changes)
      CHECK_FALSE((change.from.empty() && change.to.empty()));
}

TEST_CASE("one answer that is silent about leases ends no renewals", "[lease]") {
  World w = leased_world(leased());
  w.start();
  w.pass(40min);
  w.server.lease.reset();
  w.pass(15min);
  w.server.lease = 1h;
  w.pass(2h);
  CHECK(w.now() - last_sent(w, address) < 1h);
}
