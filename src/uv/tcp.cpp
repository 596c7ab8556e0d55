// SPDX-License-Identifier: MIT
#include "uv/tcp.h"
#include <netinet/tcp.h>
#include <utility>

namespace nsfollow::uv {

namespace {

// A peer that writes twice waits with the second for our word on the first (RFC 896), and we keep
// that for 40 ms: so a name server over TLS, which sends tickets before its answer.  The kernel
// forgets this wish whenever it likes.
void acknowledge_at_once(const uv_tcp_t& handle) {
  const int yes = 1;
  int fd = -1;
  if (uv_fileno(reinterpret_cast<const uv_handle_t*>(&handle), &fd) == 0)
    (void)setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
}

}  // namespace

Tcp::Tcp(Loop& loop, Listener listener) : state_(new State) {
  state_->listener = std::move(listener);
  state_->handle.data = state_.get();
  uv_tcp_init(loop.raw(), &state_->handle);  // opens no socket yet, so it cannot fail
}

void Tcp::end(State& state, int status) {
  // ECANCELED: the wrapper is gone, and whoever it belonged to.
  if (status == UV_ECANCELED || std::exchange(state.ended, true)) return;
  uv_read_stop(reinterpret_cast<uv_stream_t*>(&state.handle));
  state.listener.on_ended(SocketError::from(status));
}

Result<Nothing, SocketError> Tcp::connect(const Endpoint& peer, const Binding& binding) {
  if (!binding.is_free()) {
    auto fd = bound_socket(SOCK_STREAM, peer, binding);
    if (!fd) return fd.error();
    if (const int status = uv_tcp_open(&state_->handle, fd->get()); status < 0)
      return SocketError::from(status);
    fd->release();  // libuv closes it now
  }
  state_->connecting.data = state_.get();
  const int status = uv_tcp_connect(&state_->connecting, &state_->handle, peer.raw(),
                                    [](uv_connect_t* request, int result) noexcept {
                                      auto& self = *static_cast<State*>(request->data);
                                      if (result < 0)
                                        end(self, result);
                                      else
                                        connected(self);
                                    });
  if (status < 0) return SocketError::from(status);
  return Nothing{};
}

void Tcp::connected(State& state) {
  const int status = uv_read_start(
      reinterpret_cast<uv_stream_t*>(&state.handle),
      [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) noexcept {
        auto& self = *static_cast<State*>(handle->data);
        *buffer = uv_buf_init(reinterpret_cast<char*>(self.buffer.data()),
                              static_cast<unsigned>(self.buffer.size()));
      },
      [](uv_stream_t* stream, ssize_t length, const uv_buf_t*) noexcept {
        auto& self = *static_cast<State*>(stream->data);
        if (length < 0) return end(self, static_cast<int>(length));
        acknowledge_at_once(self.handle);
        if (length > 0)
          self.listener.on_received(std::span{self.buffer}.first(static_cast<std::size_t>(length)));
      });
  if (status < 0) return end(state, status);
  (void)uv_tcp_nodelay(&state.handle, 1);  // several questions are several writes
  state.listener.on_connected();
}

Result<Nothing, SocketError> Tcp::send(std::vector<std::uint8_t> octets) {
  auto& writing = state_->writings.emplace_back();
  writing.octets = std::move(octets);
  writing.request.data = state_.get();
  const auto buffer = uv_buf_init(reinterpret_cast<char*>(writing.octets.data()),
                                  static_cast<unsigned>(writing.octets.size()));
  const int status = uv_write(&writing.request, reinterpret_cast<uv_stream_t*>(&state_->handle),
                              &buffer, 1, [](uv_write_t* request, int result) noexcept {
                                auto& self = *static_cast<State*>(request->data);
                                self.writings.pop_front();
                                // What failed before the wrapper went is told only now.
                                auto* handle = reinterpret_cast<uv_handle_t*>(&self.handle);
                                if (result < 0 && uv_is_closing(handle) == 0) end(self, result);
                              });
  if (status < 0) {
    state_->writings.pop_back();
    return SocketError::from(status);
  }
  return Nothing{};
}

std::optional<Endpoint> Tcp::source() const {
  sockaddr_storage name{};
  int length = sizeof name;
  auto* address = reinterpret_cast<sockaddr*>(&name);
  if (uv_tcp_getsockname(&state_->handle, address, &length) < 0) return std::nullopt;
  return Endpoint::from(address);
}

}  // namespace nsfollow::uv
