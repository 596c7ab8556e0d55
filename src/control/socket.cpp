// SPDX-License-Identifier: MIT
#include "control/socket.h"
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include "base/log.h"

namespace nsfollow::control {

const char* const default_socket = NSFOLLOW_SOCKET;

namespace {

namespace fs = std::filesystem;

constexpr int backlog = 128;

Error failed(std::string_view what, const fs::path& path) {
  const auto why = std::generic_category().message(errno);
  return {Error::Code::system,
          "cannot " + std::string{what} + ' ' + log::escape(path.string()) + ": " + why};
}

std::optional<sockaddr_un> address_of(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& text = path.native();
  if (text.empty() || text.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return std::nullopt;
  }
  std::ranges::copy(text, address.sun_path);
  return address;
}

Fd make_socket() { return Fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)}; }

bool call(int (*with)(int, const sockaddr*, socklen_t), const Fd& fd, const sockaddr_un& address) {
  return with(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

Result<Nothing> make_room(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return Nothing{};
    return failed("look at", path);
  }
  if (!S_ISSOCK(status.st_mode)) {
    errno = EEXIST;
    return failed("listen at", path);
  }
  // EAGAIN: it is so busy that it does not accept.
  if (connect_to(path) || errno == EAGAIN)
    return Error{Error::Code::system, "another watcher listens at " + log::escape(path.string()) +
                                          "; each needs a socket of its own, see --socket"};
  if (errno == ECONNREFUSED || errno == ENOENT) return Nothing{};
  return failed("look whether anybody listens at", path);
}

}  // namespace

// Made under another name and moved: there is never a moment without a socket, nor one with
// wrong rights, and what somebody else puts there meanwhile is not removed unseen.
Result<SocketFile> SocketFile::listen(const fs::path& path) {
  const auto directory = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  if (::mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST)
    return failed("make the directory", directory);
  if (auto room = make_room(path); !room) return std::move(room).error();
  const fs::path draft = path.native() + '.' + std::to_string(::getpid());
  const auto address = address_of(draft);
  if (!address) return failed("listen at", path);
  SocketFile file;
  file.fd_ = make_socket();
  ::unlink(draft.c_str());
  if (!file.fd_ || !call(::bind, file.fd_, *address)) return failed("listen at", path);
  struct stat status {};
  const bool made = ::chmod(draft.c_str(), 0660) == 0 && ::listen(file.fd_.get(), backlog) == 0 &&
                    ::lstat(draft.c_str(), &status) == 0 &&
                    ::rename(draft.c_str(), path.c_str()) == 0;
  if (!made) {
    auto error = failed("listen at", path);
    ::unlink(draft.c_str());
    return error;
  }
  file.path_ = path;
  file.device_ = status.st_dev;
  file.inode_ = status.st_ino;
  return file;
}

SocketFile::SocketFile(SocketFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      device_(other.device_),
      inode_(other.inode_),
      fd_(std::move(other.fd_)) {}

SocketFile::~SocketFile() {
  struct stat status {};
  if (path_.empty() || ::lstat(path_.c_str(), &status) != 0) return;
  if (status.st_dev == device_ && status.st_ino == inode_) ::unlink(path_.c_str());
}

Fd SocketFile::accept() const {
  return Fd{::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
}

Fd connect_to(const fs::path& path) {
  const auto address = address_of(path);
  if (!address) return Fd{};
  Fd fd = make_socket();
  if (!fd || call(::connect, fd, *address)) return fd;
  const int why = errno;
  fd = Fd{};
  errno = why;
  return fd;
}

std::optional<uid_t> uid_of_peer(const Fd& connected) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(connected.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return std::nullopt;
  return peer.uid;
}

}  // namespace nsfollow::control
