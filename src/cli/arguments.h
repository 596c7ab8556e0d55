// SPDX-License-Identifier: MIT
// The words of the command line, sorted.
#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "base/log.h"
#include "base/result.h"

namespace nsfollow::cli {

// What one subcommand understands besides the common options.
struct Grammar {
  std::vector<std::string_view> flags;         // "--dry-run"
  std::size_t most_words = 0;                  // operands
  std::vector<std::string_view> options = {};  // "--zone", with a value
  bool is_lenient = false;                     // empty values are fine: hooks may have no other
};

struct Arguments {
  std::filesystem::path config = "/etc/nsfollow/nsfollow.toml";
  std::optional<std::filesystem::path> state_dir;
  std::optional<log::Level> log_level;
  std::optional<log::Format> log_format;
  bool help = false;
  std::vector<std::string_view> flags;
  std::vector<std::string_view> words;
  std::vector<std::pair<std::string_view, std::string_view>> values;  // of the grammar's options

  [[nodiscard]] bool has(std::string_view flag) const;
  // The last one given, as for every option; and all of them, for an option that may be repeated.
  [[nodiscard]] std::optional<std::string_view> value(std::string_view option) const;
  [[nodiscard]] std::vector<std::string_view> all_values(std::string_view option) const;

  // `given`: the words after the subcommand.  An option may be written "--config FILE" or
  // "--config=FILE".  Fails with Code::use.
  [[nodiscard]] static Result<Arguments> parse(std::span<char* const> given,
                                               const Grammar& grammar);
};

}  // namespace nsfollow::cli
