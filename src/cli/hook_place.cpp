// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <system_error>
#include "base/fd.h"
#include "base/log.h"
#include "cli/hooks.h"
#include "state/file.h"

namespace nsfollow::cli {

namespace {

namespace fs = std::filesystem;
using State = HookPlace::State;

// This line says that a file is ours.
constexpr std::string_view marker = "\n# Written by \"nsfollow hooks --install\"";
constexpr std::size_t most_bytes = 65536;

Fd open_directory(const fs::path& directory) {
  return Fd{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
}

fs::path under(const fs::path& root, std::string_view absolute) {
  return root / fs::path{absolute}.relative_path();
}

bool has_right_access(const struct stat& status, const HookFile& file) {
  return (status.st_mode & 07777) == file.mode &&
         (status.st_uid == 0 || status.st_uid == geteuid());
}

State state_of(const HookFile& file, const fs::path& directory) {
  const auto path = directory / file.name;
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return errno == ENOENT ? State::missing : State::foreign;
  if (S_ISLNK(status.st_mode)) {
    std::error_code unreadable;
    const bool ours = file.mode == 0 && fs::read_symlink(path, unreadable) == file.text;
    return ours ? State::in_place : State::foreign;
  }
  const std::string name{file.name};
  const auto text = state::read_file(open_directory(directory), name.c_str(), most_bytes);
  if (!text || !*text) return State::foreign;
  if (**text == file.text && has_right_access(status, file)) return State::in_place;
  return (*text)->find(marker) == std::string::npos ? State::foreign : State::outdated;
}

Error failed(std::string_view what, const HookPlace& place) {
  return {Error::Code::system, "cannot " + std::string{what} + ' ' +
                                   log::escape((place.directory / place.file->name).string()) +
                                   ": " + std::generic_category().message(errno)};
}

Result<Nothing> write_link(const Fd& directory, const HookPlace& place) {
  const std::string name{place.file->name}, target{place.file->text};
  // What is there is ours.
  if (place.state == State::outdated) ::unlinkat(directory.get(), name.c_str(), 0);
  if (::symlinkat(target.c_str(), directory.get(), name.c_str()) != 0) return failed("make", place);
  return Nothing{};
}

}  // namespace

bool is_here(const HookSystem& system, const fs::path& root) {
  return std::ranges::any_of(system.programs, [&](std::string_view program) {
    std::error_code unknown;
    return fs::is_regular_file(under(root, program), unknown);
  });
}

std::optional<HookPlace> find_place(const HookFile& file, const fs::path& root) {
  for (const auto candidate : file.directories) {
    auto directory = under(root, candidate);
    std::error_code unknown;
    if (!fs::is_directory(directory, unknown)) continue;
    const auto state = state_of(file, directory);
    return HookPlace{&file, std::move(directory), fs::path{candidate} / file.name, state};
  }
  return std::nullopt;
}

Result<Nothing> write_hook(const HookPlace& place) {
  if (place.state == State::in_place) return Nothing{};
  if (place.state == State::foreign)
    return Error{Error::Code::system, log::escape((place.directory / place.file->name).string()) +
                                          " is not from nsfollow and stays; move it away first"};
  const auto directory = open_directory(place.directory);
  if (!directory) return failed("write", place);
  if (place.file->mode == 0) return write_link(directory, place);
  const std::string name{place.file->name};
  auto written = state::replace_file(directory, name.c_str(), place.file->text);
  if (!written)
    return std::move(written).error().within(
        "cannot write " + log::escape((place.directory / place.file->name).string()));
  // Only now: a half-written hook must not be called.
  if (::fchmodat(directory.get(), name.c_str(), place.file->mode, 0) != 0)
    return failed("open to all", place);
  return Nothing{};
}

Result<Nothing> remove_hook(const HookPlace& place) {
  if (place.state == State::missing || place.state == State::foreign) return Nothing{};
  if (::unlink((place.directory / place.file->name).c_str()) != 0) return failed("remove", place);
  return Nothing{};
}

}  // namespace nsfollow::cli
