// SPDX-License-Identifier: MIT
#include "state/stamp.h"
#include "support/catch.h"

using namespace std::chrono_literals;
using namespace nsfollow;
using state::age;
using state::age_in_use;
using state::Stamp;

namespace {
const WallTime noon{1'800'000'000s};
}

TEST_CASE("within one boot the age of a save is the boot clock's, whatever the wall clock did") {
  const Stamp saved{noon, 100s, "a1"};
  CHECK(age(saved, {noon + 20s, 120s + 5ms, "a1"}) == 20s + 5ms);
  CHECK(age(saved, {noon - 24h, 120s, "a1"}) == 20s);
  CHECK(age(saved, {WallTime{0s}, 100s, "a1"}) == 0s);
  CHECK(age(saved, {noon + 1h, 99s, "a1"}) == 0s);  // a forged stamp
}

TEST_CASE("after a reboot the age of a save is the wall clock's") {
  const Stamp saved{noon, 100s, "a1"};
  CHECK(age(saved, {noon + 1h, 30s, "b2"}) == 1h);

  SECTION("and at least the time since the reboot, when the clock is behind") {
    CHECK(age(saved, {WallTime{0s}, 30s, "b2"}) == 30s);
  }
  SECTION("and zero at the least when it is not known whether there was one") {
    CHECK(age(saved, {noon + 1h, 30s, ""}) == 1h);
    CHECK(age({noon, 100s, ""}, {noon + 1h, 30s, ""}) == 1h);
    CHECK(age(saved, {noon - 1h, 30s, ""}) == 0s);
  }
}

TEST_CASE("a stamp of the year 9999 or of 1970 does no harm") {
  const Stamp far{WallTime{253402300799s}, Duration::max(), "a1"};
  CHECK(age(far, {noon, 30s, ""}) == 0s);
  CHECK(age(far, {noon, 30s, "a1"}) == 0s);
  CHECK(age({WallTime{0s}, 0s, "a1"}, {far.wall, 30s, "b2"}) == std::chrono::days{3652});
}

TEST_CASE("a watcher that was killed counts as having sent until this boot began") {
  const Stamp saved{noon, 100s, "a1"};
  CHECK(age_in_use(saved, {noon + 1h, 30s, "b2"}) == 30s);
  CHECK(age_in_use(saved, {noon + 1h, 3700s, "a1"}) == 0s);
  CHECK(age_in_use(saved, {noon + 1h, 30s, ""}) == 0s);
  CHECK(age_in_use({noon, 100s, ""}, {noon + 1h, 30s, "b2"}) == 0s);
}

TEST_CASE("a stamp tells the boot it was made in") {
  const auto one = state::stamp_now();
  const auto two = state::stamp_now();
  CHECK(state::is_boot_id(one.boot_id));
  CHECK(one.boot_id == two.boot_id);
  CHECK(two.since_boot >= one.since_boot);
  CHECK(age(one, two) < 1min);
}
