// SPDX-License-Identifier: MIT
// Collects what is wrong and what is doubtful, so that a person can mend a file in one go.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/result.h"
#include "settings/document.h"

namespace nsfollow::settings {

class Report {
 public:
  explicit Report(std::string_view file) : file_(file) {}

  void error(Place place, std::string text) { errors_.push_back({place, std::move(text)}); }
  void warn(Place place, std::string text) { warnings_.push_back({place, std::move(text)}); }
  [[nodiscard]] bool is_clean() const { return errors_.empty(); }

  // In the order of the file, one line each: "nsfollow.toml:12:5: ...".
  [[nodiscard]] Error to_error() const;
  [[nodiscard]] std::vector<std::string> warnings() const;

 private:
  [[nodiscard]] std::vector<std::string> lines(std::vector<Fault> faults) const;

  std::string file_;
  std::vector<Fault> errors_, warnings_;
};

}  // namespace nsfollow::settings
