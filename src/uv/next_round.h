// SPDX-License-Identifier: MIT
// A call in the loop's next round, for whoever must not act within the call that asked for it.
#pragma once
#include <functional>
#include "uv/handle.h"
#include "uv/loop.h"

namespace nsfollow::uv {

// Rests on libuv's idle handle, which costs no system call, unlike a timer set to now.
class NextRound {
 public:
  NextRound(Loop& loop, std::function<void()> on_round);

  // Calls once, however often it is asked for in the meantime; what is asked for within the call
  // comes in the round after.
  void call();
  [[nodiscard]] bool is_coming() const;

 private:
  struct State {
    uv_idle_t handle{};
    std::function<void()> on_round;
  };

  HandlePtr<State> state_;
};

}  // namespace nsfollow::uv
