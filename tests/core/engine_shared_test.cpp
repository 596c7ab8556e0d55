// SPDX-License-Identifier: MIT
// Names that several machines share, and what goes when a watcher or a setting goes.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

const RrsetKey key{name(host), RrType::a};
const Rdata others = rdata_of(*IpAddress::parse("9.9.9.9"));

Policy shared() {
  auto policy = one_host(Afterwards::withdraw);
  policy.hosts[0].ipv4 = {InterfaceSource{{"eth0"}}};
  policy.hosts[0].ipv6 = {};
  policy.hosts[0].shared = true;
  return policy;
}

World shared_world(const Policy& policy = shared()) {
  World w{policy};
  w.server.zone[key] = {60s, {others}};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  return w;
}

}  // namespace

TEST_CASE("at a shared name only our own addresses come and go", "[engine]") {
  World w = shared_world();
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8", "9.9.9.9"});
  CHECK(w.server.zone[key].ttl == 60s);  // theirs
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9", "9.9.9.9"});
  w.add_address(2, "10.0.0.2");  // by which the server can still be reached
  w.remove_address("5.6.7.9");
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
  CHECK(w.violations.empty());
}

TEST_CASE("others at a shared name may change without a word", "[engine]") {
  World w = shared_world();
  w.server.zone[key].records.erase(others);
  w.server.zone[key].records.insert(rdata_of(*IpAddress::parse("9.9.9.10")));
  const auto sent = w.updates.size();
  w.pass(1h);
  CHECK(w.updates.size() == sent);
  CHECK(w.count_said("somebody changed it") == 0);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9", "9.9.9.10"});
}

TEST_CASE("a crash at any moment leaves no address of ours at a shared name", "[engine]") {
  for (const auto moment : {0us, 500us, 1000us, 2000us, 2500us, 3000us, 4000us, 8000us, 60000us}) {
    World w = shared_world();
    replace_address(w, "5.6.7.8", "5.6.7.9");
    w.pass(moment);
    w.crash();
    replace_address(w, "5.6.7.9", "5.6.7.10");
    w.start();
    w.pass(1min);
    CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.10", "9.9.9.9"});
    CHECK(w.violations.empty());
  }
}

TEST_CASE("a run is not over while the disk has to hear of an address", "[engine]") {
  World w{shared()};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  CHECK(w.pass_until([&] { return w.engine().is_at_rest(w.now()); }, 1min));
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
}

TEST_CASE("a full disk does not keep a shared name from following", "[engine]") {
  World w = shared_world();
  w.disk.full = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.9", "9.9.9.9"});
  CHECK(w.count_said("could not save the state") == 1);
}

TEST_CASE("what shall go with the watcher is withdrawn when it ends", "[engine]") {
  SECTION("by default nothing does") {
    World w = calm_world();
    w.leave();
    CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  }
  SECTION("on_stop = withdraw") {
    auto policy = one_host();
    policy.hosts[0].on_stop = Afterwards::withdraw;
    World w = calm_world(policy);
    REQUIRE(w.engine().has_parting_wish());
    w.leave();
    CHECK(w.in_dns(host, RrType::a).empty());
    CHECK(w.violations.empty());
    w.start();
    w.pass(1s);
    CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  }
  SECTION("and of a shared name only our own") {
    auto policy = shared();
    policy.hosts[0].on_stop = Afterwards::withdraw;
    World w = shared_world(policy);
    w.leave();
    CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
  }
}

namespace {

// The same machine with another configuration, which has another host.
World without_host1(World& before, Policy policy) {
  policy.hosts[0].name = name("host2.d.example.com");
  policy.hosts[0].on_loss = Afterwards::keep;
  World w{policy};
  w.server = before.server;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.disk = before.disk;
  return w;
}

}  // namespace

TEST_CASE("what the configuration does not name any more goes if the zone says so", "[engine]") {
  auto policy = one_host();
  World before = calm_world(policy);
  before.stop();
  SECTION("it stays by default") {
    World w = without_host1(before, policy);
    w.start();
    w.pass(10min);
    CHECK(w.in_dns(host, RrType::a) == Texts{"5.6.7.8"});
  }
  policy.zones[0].on_removal = Afterwards::withdraw;
  SECTION("on_removal = withdraw") {
    World w = without_host1(before, policy);
    w.start();
    w.pass(1min);
    CHECK(w.in_dns(host, RrType::a).empty());
    CHECK(w.in_dns("host2.d.example.com", RrType::a) == Texts{"5.6.7.8"});
    w.stop();
    CHECK_FALSE(w.disk.file->published.at("d.example.com").contains(key));
  }
  SECTION("also after a crash in between") {
    World w = without_host1(before, policy);
    w.path.black = true;
    w.start();
    w.pass(1min);
    w.crash();
    w.path.black = false;
    w.start();
    w.pass(1min);
    CHECK(w.in_dns(host, RrType::a).empty());
  }
  SECTION("and nothing that stood beside it, however often it is tried") {
    World w = without_host1(before, policy);
    w.server.zone[key].records.insert(others);
    w.server.refusal = Outcome::refused;
    w.start();
    w.pass(1min);
    w.stop();
    w.server.refusal = Outcome::done;
    w.start();
    w.pass(15min);
    CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
    w.stop();
    w.start();
    w.pass(15min);
    CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
  }
  SECTION("not what somebody else has put there since") {
    World w = without_host1(before, policy);
    w.server.zone[key].records = {others};
    w.start();
    w.pass(10min);
    CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
  }
}

TEST_CASE("what was never ours does not go, although it was seen", "[engine]") {
  auto policy = one_host();
  policy.zones[0].on_removal = Afterwards::withdraw;
  World before{policy};
  before.server.zone[key] = {60s, {others}};
  before.server.refusal = Outcome::refused;
  before.set_default_route(Family::ipv4, 2);
  before.add_address(2, "5.6.7.8");
  before.start();
  before.pass(1min);
  SECTION("the name was a mistake, which the server did not allow") {}
  SECTION("and a crash ended the run") { before.crash(); }
  if (before.is_running()) before.stop();
  before.server.refusal = Outcome::done;
  World w = without_host1(before, policy);
  w.start();
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
}

TEST_CASE("what is ours goes also when it was right already", "[engine]") {
  auto policy = one_host();
  policy.zones[0].on_removal = Afterwards::withdraw;
  World before = calm_world(policy);
  before.stop();
  before.disk.file.reset();
  before.start();  // finds what it wishes for
  before.pass(1min);
  REQUIRE(before.updates.size() == 1);
  before.stop();
  World w = without_host1(before, policy);
  w.start();
  w.pass(1min);
  CHECK(w.in_dns(host, RrType::a).empty());
}

TEST_CASE("of a shared name that is not configured any more only our own goes", "[engine]") {
  auto policy = shared();
  policy.zones[0].on_removal = Afterwards::withdraw;
  World before = shared_world(policy);
  before.stop();
  World w = without_host1(before, policy);
  w.start();
  w.pass(1min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
}

TEST_CASE("where nothing was ours any more, nothing is left over of it", "[engine]") {
  auto policy = shared();
  policy.zones[0].on_removal = Afterwards::withdraw;
  World before = shared_world(policy);
  before.add_address(2, "10.0.0.2");  // by which the server can still be reached
  before.remove_address("5.6.7.8");
  before.pass(1h);
  REQUIRE(before.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
  before.stop();
  World w = without_host1(before, policy);
  w.start();
  w.pass(10min);
  CHECK(w.in_dns(host, RrType::a) == Texts{"9.9.9.9"});
}

TEST_CASE("the disk forgets PTR records of a shared name that have long gone", "[engine]") {
  auto policy = shared();
  policy.hosts[0].reverse = true;
  World w{policy};
  w.reverse_zones = {name("7.6.5.in-addr.arpa")};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  for (int last = 8; last < 28; ++last) {
    w.pass(30min);
    replace_address(w, "5.6.7." + std::to_string(last), "5.6.7." + std::to_string(last + 1));
  }
  w.pass(1h);
  CHECK(w.in_dns("28.7.6.5.in-addr.arpa", RrType::ptr) == Texts{host});
  CHECK(w.disk.file->claims.at("7.6.5.in-addr.arpa").size() == 1);
  CHECK(w.engine().zones().back().published().size() == 1);
}
