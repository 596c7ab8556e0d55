// SPDX-License-Identifier: MIT
// Tables of what people write and read when it was wrong.
#pragma once
#include <string>
#include <vector>
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::test {

struct Mistake {
  std::string toml;
  std::string error;  // without "nsfollow.toml:" in front
};

inline void check(const std::vector<Mistake>& mistakes) {
  for (const auto& [toml, error] : mistakes) {
    CAPTURE(toml);
    CHECK(error_of(parse(toml)) == "nsfollow.toml:" + error);
  }
}

}  // namespace nsfollow::test
