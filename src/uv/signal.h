// SPDX-License-Identifier: MIT
// Hears a signal of the operating system.
#pragma once
#include <functional>
#include "uv/handle.h"
#include "uv/loop.h"

namespace nsfollow::uv {

class Signal {
 public:
  // `number` as in signal(7).  Signals that come faster than the loop turns are told fewer times.
  Signal(Loop& loop, int number, std::function<void()> on_signal);

 private:
  struct State {
    uv_signal_t handle{};
    std::function<void()> on_signal;
  };
  HandlePtr<State> state_;
};

}  // namespace nsfollow::uv
