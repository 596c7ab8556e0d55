// SPDX-License-Identifier: MIT
#include "uv/poll.h"
#include <utility>
#include "uv/require.h"

namespace nsfollow::uv {

Poll::Poll(Loop& loop, int fd, std::function<void()> on_readable) : state_(new State) {
  state_->on_readable = std::move(on_readable);
  state_->handle.data = state_.get();
  // Fails for a closed descriptor, or one that is watched already.
  require(uv_poll_init(loop.raw(), &state_->handle, fd), "uv_poll_init");
  start(*state_);
}

void Poll::start(State& state) {
  uv_poll_start(&state.handle, UV_READABLE, [](uv_poll_t* handle, int status, int) noexcept {
    auto& self = *static_cast<State*>(handle->data);
    // libuv stops the handle when the descriptor reports an error (netlink's overrun does).
    // Without this line the process would be deaf from then on.
    if (status < 0) start(self);
    self.on_readable();
  });
}

}  // namespace nsfollow::uv
