// SPDX-License-Identifier: MIT
// A server that has what it accepted only a little later: a secondary that forwards updates.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;

namespace {

World behind_a_secondary(Duration transfer) {
  World w = calm_world();
  w.server.shown = w.server.zone;
  w.server.transfer = transfer;
  return w;
}

bool nobody_complains(const World& w) {
  return w.count_said("did not do it") == 0 && w.count_said("somebody else") == 0 &&
         w.count_said("holds other records") == 0 && w.violations.empty();
}

}  // namespace

TEST_CASE("what a secondary forwards is published when the secondary has it", "[engine]") {
  World w = behind_a_secondary(1500ms);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  REQUIRE(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.9"}; }, 1s));
  w.pass(1s);
  CHECK(w.count_said("5.6.7.9 published") == 0);
  CHECK(w.count_said("took the update of host1.d.example.com A and does not show it yet; asking "
                     "again in 300 ms") == 1);
  CHECK_FALSE(w.engine().is_right());
  CHECK_FALSE(w.engine().is_at_rest(w.now()));
  REQUIRE(w.pass_until([&] { return w.count_said("5.6.7.9 published") == 1; }, 4s));
  CHECK(w.pass_until([&] { return w.engine().is_right(); }, 1s));
  CHECK(nobody_complains(w));
  CHECK(w.updates.size() == 2);
}

TEST_CASE("a change that comes before the secondary has the last one waits for that", "[engine]") {
  World w = behind_a_secondary(5s);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  replace_address(w, "5.6.7.9", "5.6.7.10");
  CHECK(w.pass_until([&] { return w.in_dns(host, RrType::a) == Texts{"5.6.7.10"}; }, 10s));
  CHECK(w.pass_until([&] { return w.count_said("5.6.7.10 published") == 1; }, 10s));
  CHECK(nobody_complains(w));
  CHECK(w.updates.size() == 3);
}

TEST_CASE("a server that never shows what it accepted is found out after some seconds",
          "[engine]") {
  World w = calm_world();
  w.server.lies = true;
  const auto looks = w.looks;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(7s);
  CHECK(w.count_said("did not do it") == 0);
  w.pass(1s);
  CHECK(w.count_said("did not do it") == 1);
  CHECK(w.looks - looks <= 6);
}

TEST_CASE("nothing is left open where the wish goes before the secondary shows it", "[engine]") {
  World w = behind_a_secondary(5s);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  w.add_address(3, "192.168.1.5");  // no address to publish, and one to ask from
  w.remove_address("5.6.7.9");
  CHECK(w.pass_until([&] { return w.engine().is_at_rest(w.now()); }, 20s));
  CHECK(w.count_said("5.6.7.9 published") == 1);
}

TEST_CASE("what is withdrawn at the end does not wait for the secondary", "[engine]") {
  auto policy = one_host();
  policy.hosts[0].on_stop = Afterwards::withdraw;
  World w = calm_world(policy);
  w.server.shown = w.server.zone;
  w.server.transfer = 5s;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(2s);
  w.leave();
  CHECK(w.in_dns(host, RrType::a).empty());
  CHECK(nobody_complains(w));
  CHECK(w.updates.size() == 3);
}

TEST_CASE("the first server is back before the second shows what it took", "[engine]") {
  auto policy = one_host();
  const Server first{"ns1", 53}, second{"ns2", 53};
  policy.zones[0].servers = {first, second};
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.others[first].up = false;
  w.start();
  w.pass(1min);
  w.server.shown = w.server.zone;
  w.server.transfer = 6s;
  w.others[first].up = true;
  w.others[first].zone = w.server.zone;
  // The question whether it is back comes some time later, and falls into a wait.
  for (int i = 10; i < 200; ++i) {
    replace_address(w, i == 10 ? "5.6.7.8" : "5.6.7." + std::to_string(i - 1),
                    "5.6.7." + std::to_string(i));
    w.pass(5s);
  }
  CHECK(w.count_said("is back; it serves again") == 1);
  CHECK(w.count_said("did not do it") == 0);
  CHECK(w.count_said("published at ns1 (7 s)") == 0);  // it was ns2 that took it
}

TEST_CASE("a wildcard at the secondary is not taken for what it forwarded", "[engine]") {
  World w{one_host()};
  w.set_default_route(Family::ipv4, 2);
  w.server.wildcard = Rrset{60s, {rdata_of(*IpAddress::parse("9.9.9.1"))}};
  w.server.transfer = 1s;
  w.add_address(2, "5.6.7.8");
  w.start();
  CHECK(w.pass_until([&] { return w.count_said("5.6.7.8 published") == 1; }, 1min));
  CHECK(w.count_said("did not do it") == 0);
}

TEST_CASE("an old answer is not taken for a wildcard's for ever", "[engine]") {
  World w = calm_world(Afterwards::withdraw);
  w.set_default_route(Family::ipv6, 2);
  w.add_address(2, "2a00:1::8");  // to ask from
  w.pass(10min);
  w.remove_address("5.6.7.8");
  w.pass(one_host().hosts[0].loss_grace - 100ms);
  w.server.shown = w.server.zone;  // of long ago, and for long
  w.server.shown[{name(host), RrType::a}].records = {rdata_of(*IpAddress::parse("5.6.7.7"))};
  w.server.transfer = 1h;
  REQUIRE(w.pass_until([&] { return w.in_dns(host, RrType::a).empty(); }, 1s));
  w.pass(10s);
  w.server.transfer.reset();
  w.add_address(2, "5.6.7.7");
  CHECK(w.pass_until([&] { return w.count_said("5.6.7.7 published") == 1; }, 5s));
  CHECK(w.count_said("did not do it") == 0);
}

TEST_CASE("what is shown at once is published at once, whatever is not", "[engine]") {
  auto policy = one_host();
  policy.hosts.push_back(policy.hosts[0]);
  policy.hosts[1].name = name("host2.d.example.com");
  World w{policy};
  w.set_default_route(Family::ipv4, 2);
  w.server.silent_about = {name("host2.d.example.com")};
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(2s);
  CHECK(w.count_said("host1.d.example.com A 5.6.7.8 published") == 1);
  CHECK(w.count_said("did not do it") == 0);
  w.pass(8s);
  CHECK(w.count_said("did not do it") == 1);
}

TEST_CASE("a read-back that fails is no reason to wait for the transfer any longer", "[engine]") {
  World w = behind_a_secondary(1h);
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1s);
  w.server.up = false;
  w.pass(1min);
  w.server.up = true;
  w.server.transfer.reset();  // it is a primary now
  CHECK(w.pass_until([&] { return w.count_said("5.6.7.9 published") == 1; }, 10min));
  CHECK(w.engine().is_right());
}
