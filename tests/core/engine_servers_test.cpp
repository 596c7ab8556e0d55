// SPDX-License-Identifier: MIT
// Several servers, servers that have to be found, and names that are in somebody's hands.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

const Server first{"ns1", 53}, second{"ns2", 53};

Policy two_servers() {
  auto policy = one_host();
  policy.hosts[0].ipv6 = {};
  policy.zones[0].servers = {first, second};
  return policy;
}

Texts in(const SimServer& server) {
  Texts texts;
  const auto held = server.zone.find({name(host), RrType::a});
  if (held != server.zone.end())
    for (const auto& rdata : held->second.records) texts.insert(describe(RrType::a, rdata));
  return texts;
}

Policy no_server() {
  auto policy = one_host();
  policy.hosts[0].ipv6 = {};
  policy.zones[0].servers.clear();
  return policy;
}

World world_of(const Policy& policy) {
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  return w;
}

}  // namespace

TEST_CASE("the first server serves again when it is back, and no change waits for it", "[engine]") {
  World w = world_of(two_servers());
  w.others[first] = {};
  w.others[first].up = false;
  w.start();
  w.pass(1min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  CHECK(w.engine().zones()[0].server() == second);

  w.pass(20min);  // it is asked now and then, by questions alone
  CHECK(w.updates.size() == 1);
  w.others[first].up = true;
  CHECK(w.pass_until([&] { return w.engine().zones()[0].server() == first; }, 6min));
  w.pass(1s);
  CHECK(in(w.others[first]) == Texts{"5.6.7.8"});  // it had missed that
  CHECK(w.count_said("ns1 is back; it serves again") == 1);
  CHECK(w.violations.empty());
}

TEST_CASE("a change goes to the second server at once while the first is asked", "[engine]") {
  World w = world_of(two_servers());
  w.others[first] = {};
  w.others[first].up = false;
  w.start();
  w.pass(1min);
  const auto looks = w.looks;
  REQUIRE(w.pass_until([&] { return w.looks > looks; }, 10min));
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(100ms);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9"});
}

TEST_CASE("the primary is found by the zone's SOA", "[engine]") {
  World w = world_of(no_server());
  w.primary = second;
  w.start();
  w.pass(1min);
  CHECK(in(w.server) == Texts{"5.6.7.8"});
  REQUIRE(w.updates.size() == 1);
  CHECK(w.updates[0].update.server == second);
  CHECK(w.count_said("the primary of d.example.com is ns2, says its SOA") == 1);
}

TEST_CASE("the primary that the SOA names is asked at the port of the transport", "[engine]") {
  auto policy = no_server();
  policy.zones[0].transport.carrier = Carrier::tls;
  World w = world_of(policy);
  w.start();
  w.pass(1min);
  REQUIRE(w.updates.size() == 1);
  CHECK(w.updates[0].update.server == Server{"ns1", 853});
}

TEST_CASE("a primary that nobody can find is looked for again and again", "[engine]") {
  World w = world_of(no_server());
  w.primary.reset();
  w.start();
  w.pass(5min);
  CHECK(w.updates.empty());
  CHECK(w.count_said("no answer from the resolver") == 1);
  w.primary = first;
  CHECK(w.pass_until([&] { return in(w.server) == Texts{"5.6.7.8"}; }, 3min));
}

TEST_CASE("resolvers that die leave the primary that they told of", "[engine]") {
  World w = world_of(no_server());
  w.primary_ttl = 60s;
  w.start();
  w.pass(1min);
  w.primary.reset();
  w.pass(1h);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  CHECK(in(w.server) == Texts{"5.6.7.9"});
}

TEST_CASE("whoever the SOA names hears a question before an update", "[engine]") {
  World w = world_of(no_server());
  w.primary_ttl = 60s;
  w.start();
  w.pass(1min);
  const Server forger{"evil", 53};
  w.others[forger] = {};
  w.others[forger].refuses_looks = true;  // it cannot sign
  w.primary = forger;
  w.pass(10min);
  REQUIRE(w.engine().zones()[0].server() == forger);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1h);
  for (const auto& sent : w.updates) CHECK(sent.update.server != forger);
  w.primary = first;
  CHECK(w.pass_until([&] { return in(w.server) == Texts{"5.6.7.9"}; }, 15min));
}

TEST_CASE("each mirror has a picture of its own, and a dead one delays nobody", "[engine]") {
  auto policy = two_servers();
  auto mirror = policy.zones[0];
  policy.zones[0].servers = {first};
  mirror.alias = "d.example.com@ns2";
  mirror.mirror_of = mirror.key_of = "d.example.com";
  mirror.servers = {second};
  policy.zones.push_back(mirror);
  World w = world_of(policy);
  w.others[second] = {};
  w.start();
  w.pass(1min);
  CHECK(in(w.server) == Texts{"5.6.7.8"});
  CHECK(in(w.others[second]) == Texts{"5.6.7.8"});

  w.others[second].up = false;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(100ms);
  CHECK(in(w.server) == Texts{"5.6.7.9"});
  w.pass(5min);
  w.others[second].up = true;
  CHECK(w.pass_until([&] { return in(w.others[second]) == Texts{"5.6.7.9"}; }, 10min));
  CHECK(w.violations.empty());
}

TEST_CASE("a name that is a CNAME is said so and left alone until it is none", "[engine]") {
  World w = world_of(two_servers());
  w.server.aliases.insert(name(host));
  w.start();
  w.pass(30min);
  CHECK(w.updates.empty());
  CHECK(w.count_said("the name is a CNAME at ns1") == 1);
  CHECK(w.engine().zones()[0].trouble() == Outcome::alias);
  w.server.aliases.clear();
  CHECK(w.pass_until([&] { return in(w.server) == Texts{"5.6.7.8"}; }, 6min));
}

TEST_CASE("who fights with us for a name raises an alarm, and an accident does not", "[engine]") {
  World w = world_of(two_servers());
  w.start();
  w.pass(1min);
  const auto meddle = [&] {
    w.server.zone[{name(host), RrType::a}] = {300s, {rdata_of(*IpAddress::parse("9.9.9.9"))}};
    w.pass(6min);
    CHECK(in(w.server) == Texts{"5.6.7.8"});
  };
  for (int i = 0; i < 3; ++i) meddle();
  CHECK(w.count_said("somebody else keeps changing") == 0);
  meddle();
  CHECK(w.count_said("somebody else keeps changing host1.d.example.com A at ns1: 4 times") == 1);
  meddle();
  CHECK(w.count_said("somebody else keeps changing") == 1);
}

TEST_CASE("a lease is renewed before it ends, and none is asked for in vain", "[engine]") {
  auto policy = two_servers();
  policy.zones[0].lease = 1h;
  World w = world_of(policy);
  SECTION("a server that grants it") {
    w.server.lease = 30min;
    w.start();
    w.pass(2h);
    CHECK(w.updates.size() >= 5);  // at 0, 24, 48, 72 and 96 min
    CHECK(w.updates.size() <= 6);
  }
  SECTION("one that does not") {
    w.start();
    w.pass(2h);
    CHECK(w.updates.size() == 1);
    CHECK(w.count_said("ns1 grants no lease (RFC 9664)") == 1);
  }
}

TEST_CASE("what the last run changed and did not live to hear of reaches the scripts", "[engine]") {
  auto policy = two_servers();
  policy.scripts.on_change = {"/etc/nsfollow/changed"};
  World w = world_of(policy);
  w.start();
  w.pass(1min);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  REQUIRE(w.pass_until([&] { return in(w.server) == Texts{"5.6.7.9"}; }, 1s));
  w.crash();  // accepted, not confirmed
  w.scripts_run.clear();
  w.start();
  w.pass(1min);
  REQUIRE(w.scripts_run.size() == 1);
  const auto& told = w.scripts_run[0].action.variables;
  CHECK(std::ranges::count(told, std::pair<std::string, std::string>{"NSFOLLOW_NEW", "5.6.7.9"}) ==
        1);
}

TEST_CASE("the first server is known again by its own time, not by ours", "[engine]") {
  World w = world_of(two_servers());
  w.others[first] = {};
  w.others[first].up = false;
  w.wall_behind = 20h;
  w.start();
  w.pass(1min);
  REQUIRE(w.engine().zones()[0].server() == second);
  w.others[first].up = true;
  CHECK(w.pass_until([&] { return w.engine().zones()[0].server() == first; }, 6min));
  w.pass(1s);
  CHECK(in(w.others[first]) == Texts{"5.6.7.8"});
}
