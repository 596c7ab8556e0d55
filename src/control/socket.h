// SPDX-License-Identifier: MIT
// The socket in the file system (unix(7)), and who is at its other end.
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>
#include <string>
#include "base/fd.h"
#include "base/result.h"

namespace nsfollow::control {

// Where a watcher listens unless --socket says: NSFOLLOW_SOCKET of the build.
extern const char* const default_socket;

// A socket that listens, open to its owner and group.  The file vanishes with it, unless another
// one has taken the path.
class SocketFile {
 public:
  // Makes the directory (mode 0750) when it is missing.  Replaces a socket that nobody listens at.
  // Fails with Code::system, also when somebody listens there or the path is something else.
  static Result<SocketFile> listen(const std::filesystem::path& path);
  SocketFile(SocketFile&& other) noexcept;
  SocketFile& operator=(SocketFile&&) = delete;
  ~SocketFile();

  [[nodiscard]] int fd() const { return fd_.get(); }
  // Whoever connected next, if anybody: not blocking.
  [[nodiscard]] Fd accept() const;

 private:
  SocketFile() = default;
  std::filesystem::path path_;  // empty: no file is ours
  dev_t device_ = 0;
  ino_t inode_ = 0;
  Fd fd_;
};

// Not blocking.  No descriptor: errno tells why, EAGAIN that the watcher is slow to accept.
[[nodiscard]] Fd connect_to(const std::filesystem::path& path);

// Whose process connected, or listens; none when the kernel does not tell.
[[nodiscard]] std::optional<uid_t> uid_of_peer(const Fd& connected);

}  // namespace nsfollow::control
