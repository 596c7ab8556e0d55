// SPDX-License-Identifier: MIT
// Which programs nsfollow may run.
#pragma once
#include <filesystem>
#include <string>

namespace nsfollow::command {

// A program must be an executable file by an absolute path, and nobody but root and the user that
// runs nsfollow may be able to change or replace it.  Says what is wrong and what to type; empty
// when all is well.
[[nodiscard]] std::string complain_of_access(const std::filesystem::path& program);

}  // namespace nsfollow::command
