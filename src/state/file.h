// SPDX-License-Identifier: MIT
// A small file in a directory of our own: read whole, replaced whole.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include "base/fd.h"
#include "base/result.h"

namespace nsfollow::state {

// Opens the directory, making it (mode 0700) when it is missing.
[[nodiscard]] Result<Fd> open_directory(const std::filesystem::path& path);

// The whole file; nothing when there is none.  Symbolic links, other things than regular files and
// files of more than `most` bytes are errors.
[[nodiscard]] Result<std::optional<std::string>> read_file(const Fd& directory, const char* name,
                                                           std::size_t most);

// After success the bytes are on the disk under that name; after a failure or a crash at any point
// the old file is there unchanged.  Mode 0600.  A symbolic link at the name is replaced, not
// followed.  Not for two callers at once.
[[nodiscard]] Result<Nothing> replace_file(const Fd& directory, const char* name,
                                           std::string_view bytes);

// The file's descriptor when the lock is ours, until it is closed; nothing when another has it.
[[nodiscard]] Result<std::optional<Fd>> lock_file(const Fd& directory, const char* name);

}  // namespace nsfollow::state
