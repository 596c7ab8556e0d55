// SPDX-License-Identifier: MIT
#include "uv/signal.h"
#include <utility>
#include "uv/require.h"

namespace nsfollow::uv {

Signal::Signal(Loop& loop, int number, std::function<void()> on_signal) : state_(new State) {
  state_->on_signal = std::move(on_signal);
  state_->handle.data = state_.get();
  require(uv_signal_init(loop.raw(), &state_->handle), "uv_signal_init");
  const auto tell = [](uv_signal_t* handle, int) noexcept {
    static_cast<State*>(handle->data)->on_signal();
  };
  require(uv_signal_start(&state_->handle, tell, number), "uv_signal_start");
}

}  // namespace nsfollow::uv
