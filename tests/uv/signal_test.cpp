// SPDX-License-Identifier: MIT
#include "uv/signal.h"
#include <csignal>
#include <optional>
#include "support/catch.h"

using namespace nsfollow;

TEST_CASE("a signal is heard on the loop") {
  uv::Loop loop;
  int heard = 0;
  const uv::Signal signal{loop, SIGHUP, [&] { ++heard; }};
  REQUIRE(std::raise(SIGHUP) == 0);
  CHECK(heard == 0);
  while (heard == 0) loop.run_once();
  REQUIRE(std::raise(SIGHUP) == 0);
  while (heard == 1) loop.run_once();
  CHECK(heard == 2);
}

TEST_CASE("two signals are told apart") {
  uv::Loop loop;
  int hangup = 0, user = 0;
  const uv::Signal one{loop, SIGHUP, [&] { ++hangup; }};
  const uv::Signal two{loop, SIGUSR1, [&] { ++user; }};
  REQUIRE(std::raise(SIGUSR1) == 0);
  while (user == 0) loop.run_once();
  CHECK(hangup == 0);
}

TEST_CASE("a signal may be destroyed in its own callback") {
  uv::Loop loop;
  bool heard = false;
  std::optional<uv::Signal> signal;
  signal.emplace(loop, SIGUSR2, [&] {
    signal.reset();
    heard = true;
  });
  REQUIRE(std::raise(SIGUSR2) == 0);
  loop.run();
  CHECK(heard);
}
