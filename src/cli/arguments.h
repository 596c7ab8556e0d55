// SPDX-License-Identifier: MIT
// The words of the command line, sorted.
#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "base/log.h"
#include "base/result.h"

namespace nsfollow::cli {

// What one subcommand understands besides the common options.
struct Grammar {
  std::vector<std::string_view> flags;  // "--dry-run"
  std::size_t most_words = 0;           // operands
};

struct Arguments {
  std::filesystem::path config = "/etc/nsfollow/nsfollow.toml";
  std::optional<std::filesystem::path> state_dir;
  std::optional<log::Level> log_level;
  std::optional<log::Format> log_format;
  bool help = false;
  std::vector<std::string_view> flags;
  std::vector<std::string_view> words;

  [[nodiscard]] bool has(std::string_view flag) const;

  // `given`: the words after the subcommand.  An option may be written "--config FILE" or
  // "--config=FILE".  Fails with Code::use.
  [[nodiscard]] static Result<Arguments> parse(std::span<char* const> given,
                                               const Grammar& grammar);
};

}  // namespace nsfollow::cli
