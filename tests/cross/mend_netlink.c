// SPDX-License-Identifier: MIT
// Loaded into programs that qemu's user mode runs with the other end first.  It turns the kernel's
// attributes around, but forgets one without a value at the end of a message: as it comes in each
// RTM_NEWLINK since Linux 6.7.  (qemu 7.2, linux-user/fd-trans.c: "while (len > sizeof(*rtattr))".)
#define _GNU_SOURCE
#include <byteswap.h>
#include <dlfcn.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <sys/socket.h>

// The programs that this one starts are of the machine itself.
__attribute__((constructor)) static void leave_no_trace(void) { unsetenv("LD_PRELOAD"); }

static unsigned head_of(const struct nlmsghdr* message) {
  switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
      return NLMSG_SPACE(sizeof(struct ifinfomsg));
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return NLMSG_SPACE(sizeof(struct ifaddrmsg));
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
      return NLMSG_SPACE(sizeof(struct rtmsg));
  }
  return message->nlmsg_len;
}

static void mend(struct nlmsghdr* message) {
  const unsigned head = head_of(message);
  if (head >= message->nlmsg_len) return;
  struct rtattr* attribute = (struct rtattr*)((char*)message + head);
  unsigned left = message->nlmsg_len - head;
  while (RTA_OK(attribute, left)) attribute = RTA_NEXT(attribute, left);
  if (left != sizeof *attribute || attribute->rta_len != bswap_16(sizeof *attribute)) return;
  attribute->rta_len = bswap_16(attribute->rta_len);
  attribute->rta_type = bswap_16(attribute->rta_type);
}

ssize_t recvmsg(int fd, struct msghdr* parts, int flags) {
  ssize_t (*next)(int, struct msghdr*, int) = dlsym(RTLD_NEXT, "recvmsg");
  const ssize_t length = next(fd, parts, flags);
  int domain = 0;
  socklen_t size = sizeof domain;
  if (length <= 0 || parts->msg_iovlen != 1 ||
      getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_NETLINK)
    return length;
  struct nlmsghdr* message = parts->msg_iov[0].iov_base;
  unsigned left = (unsigned)length;
  if (left > parts->msg_iov[0].iov_len) left = (unsigned)parts->msg_iov[0].iov_len;
  for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) mend(message);
  return length;
}
