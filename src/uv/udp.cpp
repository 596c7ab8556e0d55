// SPDX-License-Identifier: MIT
#include "uv/udp.h"
#include <cerrno>
#include <utility>

namespace nsfollow::uv {

namespace {

Result<Nothing, SocketError> as_result(int status) {
  if (status < 0) return SocketError::from(status);
  return Nothing{};
}

bool bind_to(const Fd& fd, unsigned interface) {
  const int index = static_cast<int>(interface);
  return setsockopt(fd.get(), SOL_SOCKET, SO_BINDTOIFINDEX, &index, sizeof index) == 0 ||
         errno == EPERM || errno == ENOPROTOOPT;
}

}  // namespace

Udp::Udp(Loop& loop, std::function<void(std::span<const std::uint8_t>)> on_datagram,
         std::function<void(const SocketError&)> on_error)
    : state_(new State) {
  state_->on_datagram = std::move(on_datagram);
  state_->on_error = std::move(on_error);
  state_->handle.data = state_.get();
  uv_udp_init(loop.raw(), &state_->handle);  // opens no socket yet, so it cannot fail
}

Result<Nothing, SocketError> Udp::connect(const Endpoint& peer) {
  if (const int status = uv_udp_connect(&state_->handle, peer.raw()); status < 0)
    return SocketError::from(status);
  return listen();
}

Result<Nothing, SocketError> Udp::connect(const Endpoint& peer, const Binding& binding) {
  if (binding.is_free()) return connect(peer);
  auto fd = bound_socket(SOCK_DGRAM, peer, binding);
  if (!fd) return fd.error();
  return connect_by(*std::move(fd), peer);
}

Result<Nothing, SocketError> Udp::connect(const Endpoint& peer, unsigned interface) {
  if (interface == 0) return connect(peer);
  auto fd = bound_socket(SOCK_DGRAM, peer, {});
  if (!fd) return fd.error();
  if (!bind_to(*fd, interface)) return SocketError::from(-errno);
  return connect_by(*std::move(fd), peer);
}

Result<Nothing, SocketError> Udp::connect_by(Fd fd, const Endpoint& peer) {
  const auto* address = peer.raw();
  const auto size = address->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  if (::connect(fd.get(), address, static_cast<socklen_t>(size)) < 0)
    return SocketError::from(-errno);
  if (const int status = uv_udp_open(&state_->handle, fd.get()); status < 0)
    return SocketError::from(status);
  fd.release();  // libuv closes it now
  return listen();
}

Result<Nothing, SocketError> Udp::listen() {
  return as_result(uv_udp_recv_start(
      &state_->handle,
      [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) noexcept {
        auto& self = *static_cast<State*>(handle->data);
        *buffer = uv_buf_init(reinterpret_cast<char*>(self.buffer.data()),
                              static_cast<unsigned>(self.buffer.size()));
      },
      [](uv_udp_t* handle, ssize_t length, const uv_buf_t*, const sockaddr* from,
         unsigned) noexcept {
        auto& self = *static_cast<State*>(handle->data);
        if (length < 0)
          self.on_error(SocketError::from(static_cast<int>(length)));
        else if (from != nullptr)  // null: nothing more to read just now
          self.on_datagram(std::span{self.buffer}.first(static_cast<std::size_t>(length)));
      }));
}

Result<Nothing, SocketError> Udp::send(std::span<const std::uint8_t> datagram) {
  // libuv's type has no const; the octets are only read.
  auto* octets = reinterpret_cast<char*>(const_cast<std::uint8_t*>(datagram.data()));
  const auto buffer = uv_buf_init(octets, static_cast<unsigned>(datagram.size()));
  return as_result(uv_udp_try_send(&state_->handle, &buffer, 1, nullptr));
}

std::optional<Endpoint> Udp::source() const {
  sockaddr_storage name{};
  int length = sizeof name;
  auto* address = reinterpret_cast<sockaddr*>(&name);
  if (uv_udp_getsockname(&state_->handle, address, &length) < 0) return std::nullopt;
  return Endpoint::from(address);
}

}  // namespace nsfollow::uv
