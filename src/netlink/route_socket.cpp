// SPDX-License-Identifier: MIT
#include "netlink/route_socket.h"
#include <netlink/errno.h>
#include <sys/socket.h>
#include <cerrno>

namespace nsfollow::netlink {

namespace {

Error failure(const char* doing, int status) {
  return Error{Error::Code::system, nl_geterror(status)}.within(doing);
}

constexpr int most_names = 32;

// libnl-tiny names a socket after the process and looks no further when another has that name:
// a process with the same number in a namespace of its own, as in a router's jails.
int connect(nl_sock* socket) {
  int status = nl_connect(socket, NETLINK_ROUTE);
  for (int names = 1; status == -NLE_EXIST && names < most_names; ++names) {
    nl_socket_set_local_port(socket, 0);
    status = nl_connect(socket, NETLINK_ROUTE);
  }
  return status;
}

Received::Kind kind_of(int error) {
  switch (error) {
    case EAGAIN:
      return Received::Kind::nothing;
    case ENOBUFS:
    case ENOMEM:
      return Received::Kind::overrun;
  }
  return Received::Kind::broken;
}

}  // namespace

Result<RouteSocket> RouteSocket::open(std::size_t buffer) {
  Handle socket{nl_socket_alloc()};
  if (!socket) return failure("opening a netlink socket", -NLE_NOMEM);
  int status = connect(socket.get());
  if (status >= 0) status = nl_socket_set_nonblocking(socket.get());
  if (status < 0) return failure("opening a netlink socket", status);
  return RouteSocket{std::move(socket), buffer};
}

Result<Nothing> RouteSocket::subscribe(std::initializer_list<int> groups, int queue) {
  nl_socket_set_buffer_size(socket_.get(), queue, 0);
  for (const int group : groups) {
    const int status = nl_socket_add_memberships(socket_.get(), group, 0);
    if (status < 0) return failure("subscribing to the kernel's news", status);
  }
  return Nothing{};
}

void RouteSocket::ask_strictly() {
  const int on = 1;
  setsockopt(fd(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
}

Received RouteSocket::receive() {
  sockaddr_nl sender{};
  iovec where{buffer_.get(), size_};
  msghdr header{};
  header.msg_name = &sender;
  header.msg_namelen = sizeof sender;
  header.msg_iov = &where;
  header.msg_iovlen = 1;
  ssize_t count = 0;
  do {
    count = recvmsg(fd(), &header, 0);
  } while (count < 0 && errno == EINTR);

  if (count < 0) return {kind_of(errno), {}, errno};
  if (header.msg_namelen != sizeof sender || sender.nl_pid != 0)
    return {Received::Kind::foreign, {}, 0};
  if ((header.msg_flags & MSG_TRUNC) != 0) return {Received::Kind::too_large, {}, 0};
  return {Received::Kind::messages, Bytes{buffer_.get(), static_cast<std::size_t>(count)}, 0};
}

Result<Nothing> RouteSocket::send(Bytes message) {
  const int status =
      nl_sendto(socket_.get(), const_cast<std::uint8_t*>(message.data()), message.size());
  if (status < 0) return failure("asking the kernel", status);
  return Nothing{};
}

}  // namespace nsfollow::netlink
