// SPDX-License-Identifier: MIT
// What the subcommands share that ask a running watcher.
#pragma once
#include <filesystem>
#include "cli/arguments.h"
#include "control/client.h"

namespace nsfollow::cli {

// --socket, else the default.
[[nodiscard]] std::filesystem::path socket_path(const Arguments& arguments);

// The watcher's own code, or what became of asking: 5 when no watcher answers.
// Prints why, where it is not the watcher's code.
[[nodiscard]] int exit_code_of(const Result<control::Head, control::NoAnswer>& head);

}  // namespace nsfollow::cli
