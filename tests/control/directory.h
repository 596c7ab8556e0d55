// SPDX-License-Identifier: MIT
// A directory that vanishes with the test.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>
#include "support/catch.h"

namespace nsfollow::test {

class Directory {
 public:
  Directory() {
    std::string text = (std::filesystem::temp_directory_path() / "nsfollow-XXXXXX").string();
    REQUIRE(::mkdtemp(text.data()) != nullptr);
    path_ = text;
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace nsfollow::test
