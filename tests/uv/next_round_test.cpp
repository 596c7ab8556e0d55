// SPDX-License-Identifier: MIT
#include "uv/next_round.h"
#include <optional>
#include "support/catch.h"

using namespace nsfollow;

TEST_CASE("a call comes in the next round and never within the one that asked") {
  uv::Loop loop;
  int calls = 0;
  uv::NextRound round(loop, [&] { ++calls; });
  CHECK_FALSE(round.is_coming());
  round.call();
  CHECK(round.is_coming());
  CHECK(calls == 0);
  loop.run_once();
  CHECK(calls == 1);
  CHECK_FALSE(round.is_coming());
}

TEST_CASE("a call that is asked for often comes once") {
  uv::Loop loop;
  int calls = 0, others = 0;
  uv::NextRound round(loop, [&] { ++calls; });
  uv::NextRound other(loop, [&] { ++others; });
  for (int i = 0; i < 5; ++i) round.call();
  loop.run_once();
  other.call();  // as long as it is under way the loop does not wait
  loop.run_once();
  CHECK(calls == 1);
  CHECK(others == 1);
}

TEST_CASE("a call that is asked for within a call comes in the round after") {
  uv::Loop loop;
  int calls = 0;
  uv::NextRound* self = nullptr;
  uv::NextRound round(loop, [&] {
    if (++calls < 3) self->call();
  });
  self = &round;
  round.call();
  for (int expected = 1; expected <= 3; ++expected) {
    loop.run_once();
    CHECK(calls == expected);
  }
  CHECK_FALSE(round.is_coming());
}

TEST_CASE("a call that nobody waits for any more never comes") {
  uv::Loop loop;
  int calls = 0;
  std::optional<uv::NextRound> round(std::in_place, loop, [&] { ++calls; });
  round->call();
  round.reset();
  uv::NextRound other(loop, [] {});
  other.call();
  loop.run_once();
  CHECK(calls == 0);
}

TEST_CASE("a call may end the one that makes it") {
  uv::Loop loop;
  int calls = 0;
  std::optional<uv::NextRound> round;
  round.emplace(loop, [&] {
    ++calls;
    round.reset();
  });
  round->call();
  loop.run_once();
  CHECK(calls == 1);
  CHECK_FALSE(round.has_value());
}
