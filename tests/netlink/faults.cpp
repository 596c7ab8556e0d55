// SPDX-License-Identifier: MIT
#include "netlink/faults.h"
#include <dlfcn.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>

namespace nsfollow::test {

Faults& faults() {
  static Faults now;
  return now;
}

namespace {

enum class Which { none, news, answers };

Which which(int fd) {
  sockaddr_nl self{};
  socklen_t size = sizeof self;
  auto* address = reinterpret_cast<sockaddr*>(&self);
  if (getsockname(fd, address, &size) != 0 || self.nl_family != AF_NETLINK) return Which::none;
  return self.nl_groups != 0 ? Which::news : Which::answers;
}

}  // namespace

}  // namespace nsfollow::test

using nsfollow::test::faults;
using nsfollow::test::Which;

extern "C" {

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  const auto what = nsfollow::test::which(fd);
  const auto& error = what == Which::news ? faults().news_error : faults().answer_error;
  if (what != Which::none && error) {
    if (const int code = error(); code != 0) {
      errno = code;
      return -1;
    }
  }
  // A preloaded library may have its say; in a static program there is none.
  static const auto next =
      reinterpret_cast<ssize_t (*)(int, msghdr*, int)>(dlsym(RTLD_NEXT, "recvmsg"));
  const auto count =
      next != nullptr ? next(fd, message, flags) : syscall(SYS_recvmsg, fd, message, flags);
  if (count > 0 && what == Which::answers && faults().spoil_answer) {
    faults().spoil_answer(
        {static_cast<std::uint8_t*>(message->msg_iov->iov_base), static_cast<std::size_t>(count)});
  }
  return count;
}

ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const sockaddr* to,
               socklen_t to_size) {
  if (faults().swallow_requests && nsfollow::test::which(fd) == Which::answers) {
    return static_cast<ssize_t>(size);
  }
  return syscall(SYS_sendto, fd, bytes, size, flags, to, to_size);
}

int socket(int domain, int type, int protocol) noexcept {
  if (faults().no_sockets) {
    errno = EMFILE;
    return -1;
  }
  return static_cast<int>(syscall(SYS_socket, domain, type, protocol));
}

int setsockopt(int fd, int level, int name, const void* value, socklen_t size) noexcept {
  if (faults().no_options && level == SOL_NETLINK && name == NETLINK_GET_STRICT_CHK) {
    errno = ENOPROTOOPT;
    return -1;
  }
  return static_cast<int>(syscall(SYS_setsockopt, fd, level, name, value, size));
}
}
