// SPDX-License-Identifier: MIT
// The configuration file, read once into typed and complete values.  Nothing in a Settings is
// parsed again; what cannot be understood is an error with file:line:column and a way out.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/log.h"
#include "base/result.h"
#include "core/policy.h"
#include "core/tsig_key.h"
#include "settings/key_file.h"

namespace nsfollow::settings {

struct Settings {
  core::Policy policy;
  std::map<core::ZoneLabel, core::TsigKey> keys;  // by zone; every zone of the policy has one

  std::filesystem::path state_dir = "/var/lib/nsfollow";
  bool state_dir_given = false;  // false: $STATE_DIRECTORY may say otherwise
  log::Level log_level = log::Level::info;
  std::optional<log::Format> log_format;  // absent: the caller knows where its stderr goes

  std::vector<std::string> warnings;         // one line each, with file:line:column
  std::vector<std::filesystem::path> files;  // that load() has read: this one, and its keys
};

// Reads the file and the key files it names.  The error lists everything that is wrong, one line
// each, at most 20 of them.
[[nodiscard]] Result<Settings> load(const std::filesystem::path& file);

// What parse() may ask of the world outside the text.
struct Outside {
  // Called with an absolute path, or one relative to the working directory as the file's own was.
  std::function<Result<KeyFile>(const KeyPlace&)> read_key;
  // Why a secret may not stand in the text itself; empty where it may.  Asked only when one does.
  std::function<std::string()> inline_key_refused = [] { return std::string{}; };
  // The value of an environment variable; nothing where it is not set.
  std::function<std::optional<std::string>(const std::string& name)> environment =
      [](const std::string&) { return std::optional<std::string>{}; };
  bool has_tls = true;  // whether this build speaks it
};

// The same for a text; `file_name` stands in the messages and is what key paths are relative to.
[[nodiscard]] Result<Settings> parse(std::string_view toml, std::string_view file_name,
                                     const Outside& outside);

// Every key that a configuration may hold, by the header it stands under ("" for the top level).
struct SectionKeys {
  std::string header;
  std::vector<std::string_view> keys;
};
[[nodiscard]] std::vector<SectionKeys> known_keys();

}  // namespace nsfollow::settings
