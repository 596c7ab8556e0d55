// SPDX-License-Identifier: MIT
// Hooks: small files in the directories of pppd, DHCP clients and the like, which then tell
// nsfollow to look now.  What is there and not from us is never touched.
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>
#include "base/result.h"

namespace nsfollow::cli {

struct HookFile {
  std::vector<std::string_view> directories;  // the first that exists is the place
  std::string_view name;
  mode_t mode = 0;        // none: a symbolic link
  std::string_view text;  // of a symbolic link: where it leads
};

struct HookSystem {
  std::string_view name;
  std::vector<std::string_view> programs;  // any of them: the system is here
  std::vector<HookFile> files;
  std::string_view note = {};  // what else a person must do
};

[[nodiscard]] const std::vector<HookSystem>& hook_systems();
[[nodiscard]] bool is_here(const HookSystem& system, const std::filesystem::path& root);

// What is at the place of a hook.
struct HookPlace {
  enum class State { missing, in_place, outdated, foreign };

  const HookFile* file = nullptr;
  std::filesystem::path directory;  // with the root before it
  std::filesystem::path shown;      // the whole name, without the root
  State state = State::missing;
};

// Nothing where none of the directories exists.
[[nodiscard]] std::optional<HookPlace> find_place(const HookFile& file,
                                                  const std::filesystem::path& root);

// Writes a hook that is missing or outdated.  Fails with Code::system, also where the place is
// taken by somebody else's file.
[[nodiscard]] Result<Nothing> write_hook(const HookPlace& place);
// Removes a hook that is in place or outdated, and nothing else.
[[nodiscard]] Result<Nothing> remove_hook(const HookPlace& place);

}  // namespace nsfollow::cli
