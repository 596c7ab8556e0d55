// SPDX-License-Identifier: MIT
#include "command/access.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <system_error>
#include "base/fd.h"
#include "base/log.h"

namespace nsfollow::command {

namespace {

std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"/._-+@%,:="}.find(c) != std::string_view::npos;
  };
  if (std::ranges::all_of(text, is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return log::escape(word + '\'');
}

std::string reason(int error) { return std::generic_category().message(error); }

bool is_trusted(const struct stat& found) { return found.st_uid == 0 || found.st_uid == geteuid(); }

std::string complain_of_file(const std::string& word, const struct stat& found) {
  if (!S_ISREG(found.st_mode)) return "is no regular file";
  if (!is_trusted(found))
    return "belongs to user " + std::to_string(found.st_uid) + "; type: chown root " + word;
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return "can be changed by others; type: chmod go-w " + word;
  return "";
}

// Where everybody may write, everybody may put another file in its place, unless the directory is
// sticky, as /tmp.
std::string complain_of_directory(const std::filesystem::path& directory) {
  const Fd fd{open(directory.c_str(), O_PATH | O_CLOEXEC)};
  struct stat found {};
  if (!fd || fstat(fd.get(), &found) != 0) return "cannot be reached: " + reason(errno);
  const auto word = shell_word(directory.string());
  if (!is_trusted(found))
    return "lies in a directory of user " + std::to_string(found.st_uid) + "; type: chown root " +
           word;
  if ((found.st_mode & S_IWOTH) != 0 && (found.st_mode & S_ISVTX) == 0)
    return "lies in a directory that others may write to; type: chmod o-w " + word;
  return "";
}

}  // namespace

std::string complain_of_access(const std::filesystem::path& program) {
  if (!program.is_absolute()) return "is no absolute path";
  if (program.native().find('\0') != std::string::npos) return "has a NUL in its name";
  const Fd fd{open(program.c_str(), O_PATH | O_CLOEXEC)};
  struct stat found {};
  if (!fd || fstat(fd.get(), &found) != 0) return "cannot be opened: " + reason(errno);
  const auto word = shell_word(program.string());
  if (auto wrong = complain_of_file(word, found); !wrong.empty()) return wrong;
  std::error_code error;
  const auto real = std::filesystem::canonical(program, error);
  if (error) return "cannot be reached: " + error.message();
  auto directory = real;
  do {
    directory = directory.parent_path();
    if (auto wrong = complain_of_directory(directory); !wrong.empty()) return wrong;
  } while (directory != directory.root_path());
  if ((found.st_mode & S_IXUSR) == 0) return "is not executable; type: chmod +x " + word;
  if (faccessat(AT_FDCWD, program.c_str(), X_OK, AT_EACCESS) != 0)
    return "may not be executed by this user (" + reason(errno) + "); type: chmod a+rx " + word;
  return "";
}

}  // namespace nsfollow::command
