// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include "base/fd.h"
#include "base/log.h"
#include "cli/setup.h"

namespace nsfollow::cli {

namespace {

Error cannot(std::string_view what, const std::filesystem::path& file, int why) {
  return {Error::Code::system, "cannot " + std::string{what} + ' ' + log::escape(file.string()) +
                                   ": " + std::generic_category().message(why)};
}

std::optional<gid_t> service_group() {
  std::array<char, 16384> buffer{};
  struct group entry {};
  struct group* found = nullptr;
  if (getgrnam_r("nsfollow", &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
    return std::nullopt;
  return found->gr_gid;
}

// The group first: until then nobody else may read.
bool open_to_service(int fd) {
  const auto group = geteuid() == 0 ? service_group() : std::nullopt;
  if (!group) return true;
  return fchown(fd, 0, *group) == 0 && fchmod(fd, S_IRUSR | S_IWUSR | S_IRGRP) == 0;
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(fd) == 0;
}

}  // namespace

Result<bool> write_new(const std::filesystem::path& file, std::string_view text) {
  const Fd fd{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)};
  if (!fd && errno == EEXIST) return false;
  if (!fd) return cannot("make", file, errno);
  // The umask may have taken away even that.
  if (fchmod(fd.get(), S_IRUSR | S_IWUSR) == 0 && open_to_service(fd.get()) &&
      write_all(fd.get(), text))
    return true;
  auto error = cannot("write", file, errno);
  ::unlink(file.c_str());
  return error;
}

}  // namespace nsfollow::cli
