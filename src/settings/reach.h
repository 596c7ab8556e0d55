// SPDX-License-Identifier: MIT
// Whether the watcher's own user can use what the configuration names.  Root can, and so the check
// of a configuration by root would not notice.
#pragma once
#include <filesystem>
#include <string>
#include <vector>
#include "settings/account.h"
#include "settings/settings.h"

namespace nsfollow::settings {

struct Needed {
  enum class Use : std::uint8_t { read, execute, keep_files_in };
  std::filesystem::path path;
  Use use = Use::read;
};

struct Visitor {
  std::string name, group_name;
  uid_t user = 0;
  std::vector<gid_t> groups;
};

// The configuration, its keys and what it names: certificates, programs, and its state_dir.
[[nodiscard]] std::vector<Needed> needed_by(const Settings& settings);

// Begins with the path and says what to type; empty where nothing is in the way.  By the modes of
// the file and of the directories above it: where a list of rights (acl(5)) says more than these,
// nothing is said.
[[nodiscard]] std::string complain_of_reach(const Needed& needed, const Visitor& visitor);

// One line for each of them that is not there, or, where this process is root and there is a user
// nsfollow, which that user cannot use.
[[nodiscard]] std::vector<std::string> complaints_of_reach(const Settings& settings);

}  // namespace nsfollow::settings
