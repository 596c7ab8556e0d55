// SPDX-License-Identifier: MIT
// What several subcommands share.
#include <sys/stat.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <string>
#include "cli/commands.h"

namespace nsfollow::cli {

namespace {

// systemd.exec(5): $JOURNAL_STREAM names the device and inode of a stderr that goes to the journal.
log::Format format_of_stderr() {
  const char* journal = secure_getenv("JOURNAL_STREAM");
  struct stat status {};
  if (journal == nullptr || fstat(STDERR_FILENO, &status) != 0) return log::Format::text;
  const auto ours = std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino);
  return ours == journal ? log::Format::journal : log::Format::text;
}

int exit_code_of(const Error& error) {
  switch (error.code) {
    case Error::Code::use:
      return 1;
    case Error::Code::config:
      return 2;
    case Error::Code::system:
      return 3;
  }
  return 3;
}

}  // namespace

int fail(const Error& error) {
  std::fprintf(stderr, "nsfollow: %s\n", error.text.c_str());
  return exit_code_of(error);
}

int fail_in_log(const Error& error) {
  log::lines(log::Level::error, error.text);
  return exit_code_of(error);
}

void open_log(const Arguments& arguments, log::Level level, std::optional<log::Format> format) {
  log::open(arguments.log_level.value_or(level),
            arguments.log_format.value_or(format.value_or(format_of_stderr())));
}

Result<settings::Settings> load_settings(const Arguments& arguments) {
  auto settings = settings::load(arguments.config);
  if (!settings) return settings;
  open_log(arguments, settings->log_level, settings->log_format);
  for (const auto& warning : settings->warnings) log::line(log::Level::warning, warning);
  return settings;
}

std::filesystem::path state_dir(const Arguments& arguments, const settings::Settings& settings) {
  if (arguments.state_dir) return *arguments.state_dir;
  // systemd may give several, separated by colons; ours is the first.
  const char* given = secure_getenv("STATE_DIRECTORY");
  if (settings.state_dir_given || given == nullptr || *given == '\0') return settings.state_dir;
  const std::string_view all = given;
  return all.substr(0, all.find(':'));
}

}  // namespace nsfollow::cli
