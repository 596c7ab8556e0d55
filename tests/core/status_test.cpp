// SPDX-License-Identifier: MIT
// What monitoring is told in the stories of calm_world.
#include "core/status.h"
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;

namespace {

Status of(World& w) { return status_of(w.engine(), w.now(), WallTime{}); }

}  // namespace

TEST_CASE("a machine whose address is published is well", "[status]") {
  World w = calm_world();
  const auto status = of(w);
  CHECK(status.exit_code() == 0);
  CHECK(status.running_for == 1min);
  REQUIRE(status.zones.size() == 1);
  const auto& zone = status.zones[0];
  CHECK(zone.is_right);
  CHECK(zone.trouble.empty());
  CHECK(zone.answered_ago <= 1min);
  CHECK(zone.next_in > 0s);
  REQUIRE_FALSE(status.names.empty());
  const auto& a = status.names[0];
  CHECK(a.is_right());
  CHECK(describe(a.key) == std::string{host} + " A");
  CHECK(describe(a.key.type, *a.published) == "5.6.7.8");
  CHECK(a.changed_ago > 50s);
}

TEST_CASE("what the primary did not confirm yet is not well", "[status]") {
  World w = calm_world();
  w.path.black = true;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(2min);
  const auto status = of(w);
  CHECK(status.exit_code() == 5);
  CHECK_FALSE(status.zones[0].trouble.empty());
  CHECK_FALSE(status.zones[0].needs_a_person);
  CHECK(status.zones[0].tries > 0);
  CHECK(status.zones[0].trouble_for > 1min);
  CHECK_FALSE(status.names[0].is_right());
  w.path.black = false;
  w.pass(15min);
  CHECK(of(w).exit_code() == 0);
}

TEST_CASE("a server that refuses needs a person", "[status]") {
  World w = calm_world();
  w.server.refusal = Outcome::refused;
  replace_address(w, "5.6.7.8", "5.6.7.9");
  w.pass(1min);
  const auto status = of(w);
  CHECK(status.exit_code() == 4);
  CHECK(status.zones[0].needs_a_person);
}

TEST_CASE("an address that is lost and kept is told as such", "[status]") {
  World w = calm_world();
  w.remove_address("5.6.7.8");
  w.pass(1min);
  const auto status = of(w);
  CHECK(status.exit_code() == 5);
  CHECK(status.names[0].is_kept);
  CHECK_FALSE(status.names[0].wanted);
  CHECK_FALSE(status.names[0].remark.empty());
}

TEST_CASE("a machine that cannot be read is told before everything else", "[status]") {
  World w = calm_world();
  w.unreadable_percent = 100;
  w.add_address(2, "5.6.7.9");
  w.pass(1min);
  const auto status = of(w);
  CHECK(status.is_blind);
  CHECK(status.exit_code() == 3);
}
