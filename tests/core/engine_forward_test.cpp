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
