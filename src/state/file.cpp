// SPDX-License-Identifier: MIT
#include "state/file.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <cerrno>
#include <system_error>

namespace nsfollow::state {

namespace {

Error failed(std::string_view call) {
  return Error{Error::Code::system, std::system_category().message(errno)}.within(call);
}

template <class Call>
auto retry(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

// root may run a command on the watcher's directory; the files remain the watcher's.
void give_to_owner_of(const Fd& directory, const Fd& file) {
  struct stat of_directory {};
  if (::fstat(directory.get(), &of_directory) != 0 || of_directory.st_uid == ::geteuid()) return;
  [[maybe_unused]] const int ignored =
      ::fchown(file.get(), of_directory.st_uid, of_directory.st_gid);
}

Result<Nothing> write_all(const Fd& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = retry([&] { return ::write(file.get(), bytes.data(), bytes.size()); });
    if (written < 0) return failed("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (retry([&] { return ::fsync(file.get()); }) < 0) return failed("fsync");
  return Nothing{};
}

}  // namespace

Result<Fd> open_directory(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno == ENOENT) {
    std::error_code missing_parents;
    std::filesystem::create_directories(path.parent_path(), missing_parents);
    ::mkdir(path.c_str(), 0700);  // open() tells whether it is there
  }
  Fd directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!directory) return failed("open");
  return directory;
}

Result<std::optional<std::string>> read_file(const Fd& directory, const char* name,
                                             std::size_t most) {
  // O_NONBLOCK: a FIFO put there must not hold the start.
  const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const Fd file{::openat(directory.get(), name, flags)};
  if (!file && errno == ENOENT) return std::optional<std::string>{};
  if (!file && errno == ELOOP) return Error{Error::Code::system, "is a symbolic link"};
  if (!file) return failed("open");
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return failed("fstat");
  if (!S_ISREG(status.st_mode)) return Error{Error::Code::system, "is not a regular file"};

  if (static_cast<std::uintmax_t>(status.st_size) > most)
    return Error{Error::Code::system, "is too big"};
  // One more, to see that it ends there.
  std::string bytes(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t length = 0;
  while (length < bytes.size()) {
    const auto got =
        retry([&] { return ::read(file.get(), bytes.data() + length, bytes.size() - length); });
    if (got < 0) return failed("read");
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  if (length == bytes.size()) return Error{Error::Code::system, "grew while it was read"};
  bytes.resize(length);
  return std::optional{std::move(bytes)};
}

Result<Nothing> replace_file(const Fd& directory, const char* name, std::string_view bytes) {
  const std::string temporary = std::string{name} + ".new";
  ::unlinkat(directory.get(), temporary.c_str(), 0);  // left by a crash
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const Fd file{::openat(directory.get(), temporary.c_str(), flags, 0600)};
  if (!file) return failed("open");
  give_to_owner_of(directory, file);

  auto result = write_all(file, bytes);
  if (result && ::renameat(directory.get(), temporary.c_str(), directory.get(), name) != 0)
    result = failed("rename");
  if (!result) {
    ::unlinkat(directory.get(), temporary.c_str(), 0);
    return result;
  }
  if (retry([&] { return ::fsync(directory.get()); }) < 0) return failed("fsync");
  return Nothing{};
}

Result<std::optional<Fd>> lock_file(const Fd& directory, const char* name) {
  const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  Fd file{::openat(directory.get(), name, flags, 0600)};
  if (!file) return failed("open");
  give_to_owner_of(directory, file);
  if (retry([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0)
    return std::optional{std::move(file)};
  if (errno == EWOULDBLOCK) return std::optional<Fd>{};
  return failed("flock");
}

}  // namespace nsfollow::state
