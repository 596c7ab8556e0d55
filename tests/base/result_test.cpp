// SPDX-License-Identifier: MIT
#include "base/result.h"
#include <memory>
#include "support/catch.h"

using namespace nsfollow;

TEST_CASE("a result is a value or an error") {
  const Result<int> good = 7;
  REQUIRE(good);
  CHECK(*good == 7);
  const Result<int> bad = Error{Error::Code::config, "no number"};
  REQUIRE_FALSE(bad);
  CHECK(bad.error().text == "no number");
  CHECK(bad.error().code == Error::Code::config);
}

TEST_CASE("what cannot be copied can be moved through a result") {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
  const std::unique_ptr<int> taken = *std::move(made);
  CHECK(*taken == 3);
}

TEST_CASE("an error tells what was being done, outermost first") {
  auto error =
      Error{Error::Code::config, "no such file"}.within("opening x.toml").within("at the start");
  CHECK(error.text == "at the start: opening x.toml: no such file");
  CHECK(error.code == Error::Code::config);
}
