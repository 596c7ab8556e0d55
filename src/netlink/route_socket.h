// SPDX-License-Identifier: MIT
// One non-blocking rtnetlink socket.  Reads by recvmsg(2) and not by nl_recv(), which peeks, makes
// ENOBUFS and ENOMEM one error, and in libnl-tiny has no error for "nothing there".
// (Not called socket.h: <netlink/socket.h> is libnl's.)
#pragma once
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include "base/c_ptr.h"
#include "base/result.h"
#include "netlink/decode.h"

namespace nsfollow::netlink {

struct Received {
  enum class Kind : std::uint8_t {
    nothing,    // for now
    messages,   // in `bytes`, valid until the next receive()
    foreign,    // not from the kernel: to be ignored
    overrun,    // the kernel dropped messages; what it kept can still be read
    too_large,  // one datagram was lost because the buffer is smaller
    broken,     // this socket is of no more use
  };
  Kind kind = Kind::nothing;
  Bytes bytes;
  int error = 0;  // errno of `broken`
};

class RouteSocket {
 public:
  // Kernels shape the parts of a dump after the reader's buffer, up to this size.
  static constexpr std::size_t usual_buffer = 32768;

  [[nodiscard]] static Result<RouteSocket> open(std::size_t buffer = usual_buffer);

  // Joins multicast groups (RTNLGRP_*) and asks for a queue of so many bytes; the kernel may
  // grant less (net.core.rmem_max).
  [[nodiscard]] Result<Nothing> subscribe(std::initializer_list<int> groups, int queue);

  // Has the kernel look at the whole header of a dump request and filter by it.  Kernels before
  // 4.20 do not know it, and the answers are longer then.
  void ask_strictly();

  [[nodiscard]] int fd() const { return nl_socket_get_fd(socket_.get()); }
  [[nodiscard]] Received receive();
  [[nodiscard]] Result<Nothing> send(Bytes message);

 private:
  using Handle = CPtr<nl_sock, nl_socket_free>;
  RouteSocket(Handle socket, std::size_t buffer)
      : socket_(std::move(socket)),
        buffer_(std::make_unique_for_overwrite<std::uint8_t[]>(buffer)),
        size_(buffer) {}

  Handle socket_;
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::size_t size_;
};

}  // namespace nsfollow::netlink
