// SPDX-License-Identifier: MIT
#include "uv/next_round.h"
#include <utility>

namespace nsfollow::uv {

NextRound::NextRound(Loop& loop, std::function<void()> on_round) : state_(new State) {
  state_->on_round = std::move(on_round);
  state_->handle.data = state_.get();
  uv_idle_init(loop.raw(), &state_->handle);  // cannot fail
}

void NextRound::call() {
  uv_idle_start(&state_->handle, [](uv_idle_t* handle) noexcept {
    uv_idle_stop(handle);
    static_cast<State*>(handle->data)->on_round();
  });
}

bool NextRound::is_coming() const {
  return uv_is_active(reinterpret_cast<const uv_handle_t*>(&state_->handle)) != 0;
}

}  // namespace nsfollow::uv
