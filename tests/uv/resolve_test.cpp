// SPDX-License-Identifier: MIT
#include "uv/resolve.h"
#include <optional>
#include "support/catch.h"
#include "support/stuck_resolver.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

uv::Resolve::Addresses look_up(const std::string& host) {
  uv::Loop loop;
  std::optional<uv::Resolve::Addresses> answer;
  const uv::Resolve resolve{loop, host, 5353,
                            [&](uv::Resolve::Addresses addresses) { answer = addresses; }};
  CHECK_FALSE(answer);
  REQUIRE(resolve.is_running());
  while (!answer) loop.run_once();
  return *answer;
}

}  // namespace

TEST_CASE("a name has its addresses, each once, with the port that was wanted") {
  const auto found = look_up("twice.test");
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK(found->at(0).address_text() == "192.0.2.1");
  CHECK(found->at(0).port() == 5353);
  CHECK(found->at(1).address_text() == "192.0.2.2");
}

TEST_CASE("of a hundred addresses eight are taken") {
  const auto found = look_up("many.test");
  REQUIRE(found);
  CHECK(found->size() == 8);
}

TEST_CASE("a name that does not exist is an error in words") {
  const auto found = look_up("none.test");
  REQUIRE_FALSE(found);
  CHECK_FALSE(found.error().empty());
}

TEST_CASE("a lookup may be destroyed by its own answer") {
  uv::Loop loop;
  std::optional<uv::Resolve> resolve;
  bool done = false;
  resolve.emplace(loop, "some.test", 53, [&](uv::Resolve::Addresses) {
    resolve.reset();
    done = true;
  });
  while (!done) loop.run_once();
  CHECK_FALSE(loop.has_detached());
}

TEST_CASE("a lookup that hangs is left to itself, and the loop is left with it") {
  std::optional<StuckResolver> stuck{std::in_place};
  auto loop = std::make_unique<uv::Loop>();
  std::optional<uv::Resolve> resolve{std::in_place, *loop, "stuck.test", std::uint16_t{53},
                                     [](uv::Resolve::Addresses) { FAIL("nobody waits for this"); }};
  while (StuckResolver::hanging() == 0) {
  }
  resolve.reset();
  CHECK(loop->has_detached());

  SECTION("until it returns") {
    stuck.reset();
    while (loop->has_detached()) loop->run_once();
  }
  SECTION("and the loop goes first") {
    loop.reset();
    stuck.reset();
    while (StuckResolver::hanging() != 0) {
    }
  }
}
