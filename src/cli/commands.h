// SPDX-License-Identifier: MIT
// The subcommands.  Each takes its arguments and returns the exit code: 0 done or nothing to do,
// 1 wrong use, 2 bad configuration, 3 system error, 4 the server refused, 5 not confirmed.
#pragma once
#include <span>
#include <string_view>
#include "cli/arguments.h"
#include "settings/settings.h"

namespace nsfollow::cli {

struct Command {
  std::string_view name;
  std::string_view synopsis;  // what may follow the name
  std::string_view purpose;   // one line
  Grammar grammar;
  int (*carry_out)(const Arguments&);
};

int run(const Arguments& arguments);
int sync(const Arguments& arguments);
int check(const Arguments& arguments);
int explain(const Arguments& arguments);
int setup(const Arguments& arguments);
int trigger(const Arguments& arguments);
int status(const Arguments& arguments);
int reload(const Arguments& arguments);
int force(const Arguments& arguments);
int hooks(const Arguments& arguments);
int version(const Arguments& arguments);

// Prints the error for people, and gives the exit code for programs.
int fail(const Error& error);

// The same for a watcher, whose words belong into the log; it must be open.
int fail_in_log(const Error& error);

// Sets the log up: the arguments come before what the configuration says.
void open_log(const Arguments& arguments, log::Level level, std::optional<log::Format> format);

// Reads the configuration as the arguments say, sets the log up, and tells the warnings.
Result<settings::Settings> load_settings(const Arguments& arguments);

// --state-dir, else the configuration's, else $STATE_DIRECTORY, else the default.
std::filesystem::path state_dir(const Arguments& arguments, const settings::Settings& settings);

}  // namespace nsfollow::cli
