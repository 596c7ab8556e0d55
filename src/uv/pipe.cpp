// SPDX-License-Identifier: MIT
#include "uv/pipe.h"
#include <utility>

namespace nsfollow::uv {

namespace {

uv_stream_t* stream(uv_pipe_t& pipe) { return reinterpret_cast<uv_stream_t*>(&pipe); }

Error failed(int status) { return {Error::Code::system, uv_strerror(status)}; }

}  // namespace

Result<Pipe> Pipe::open(Loop& loop, Fd connected, Listener listener) {
  Pipe pipe;
  auto& state = *pipe.state_;
  state.listener = std::move(listener);
  state.handle.data = &state;
  uv_pipe_init(loop.raw(), &state.handle, 0);  // opens no socket, so it cannot fail
  if (const int status = uv_pipe_open(&state.handle, connected.get()); status < 0)
    return failed(status);
  (void)connected.release();
  const int status = uv_read_start(
      stream(state.handle),
      [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) noexcept {
        auto& self = *static_cast<State*>(handle->data);
        *buffer = uv_buf_init(self.buffer.data(), static_cast<unsigned>(self.buffer.size()));
      },
      [](uv_stream_t* from, ssize_t length, const uv_buf_t*) noexcept {
        auto& self = *static_cast<State*>(from->data);
        if (length > 0)
          return self.listener.on_received({self.buffer.data(), static_cast<std::size_t>(length)});
        if (length == 0) return;
        uv_read_stop(from);
        length == UV_EOF ? self.listener.on_eof() : end(self, static_cast<int>(length));
      });
  if (status < 0) return failed(status);
  return pipe;
}

void Pipe::end(State& state, int status) {
  // ECANCELED: the wrapper is gone, and whoever it belonged to.
  if (status == UV_ECANCELED || std::exchange(state.ended, true)) return;
  uv_read_stop(stream(state.handle));
  state.listener.on_ended();
}

void Pipe::send(std::string text) {
  auto& state = *state_;
  state.outgoing = std::move(text);
  state.writing.data = &state;
  const auto buffer =
      uv_buf_init(state.outgoing.data(), static_cast<unsigned>(state.outgoing.size()));
  // Fails at once for a stream that is not connected, and nothing else.
  (void)uv_write(&state.writing, stream(state.handle), &buffer, 1,
                 [](uv_write_t* request, int result) noexcept {
                   auto& self = *static_cast<State*>(request->data);
                   // What was sent before the wrapper went is told only now.
                   if (uv_is_closing(reinterpret_cast<uv_handle_t*>(&self.handle)) != 0) return;
                   if (result < 0) return end(self, result);
                   self.listener.on_sent();
                 });
}

std::size_t Pipe::unsent() const {
  return uv_stream_get_write_queue_size(reinterpret_cast<const uv_stream_t*>(&state_->handle));
}

void Pipe::stop_listening() { uv_read_stop(stream(state_->handle)); }

}  // namespace nsfollow::uv
