// SPDX-License-Identifier: MIT
// Tells when a descriptor can be read.
#pragma once
#include <functional>
#include "uv/handle.h"
#include "uv/loop.h"

namespace nsfollow::uv {

class Poll {
 public:
  // The descriptor stays the caller's and must stay open as long as the Poll lives.
  // The callback also runs when the descriptor is in an error state: reading tells which.
  Poll(Loop& loop, int fd, std::function<void()> on_readable);

 private:
  struct State {
    uv_poll_t handle{};
    std::function<void()> on_readable;
  };
  static void start(State& state);

  HandlePtr<State> state_;
};

}  // namespace nsfollow::uv
