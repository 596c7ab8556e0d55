// SPDX-License-Identifier: MIT
// A one-shot alarm of the boot clock.
#pragma once
#include <functional>
#include "base/clock.h"
#include "base/fd.h"
#include "uv/poll.h"

namespace nsfollow::uv {

// Rests on timerfd and not on libuv's own timer, which counts whole milliseconds (settling lasts
// two of them) and stands still while the machine is suspended.
class Timer {
 public:
  Timer(Loop& loop, std::function<void()> on_fire);

  void set(TimePoint when);  // setting it again moves it; a time in the past fires at once
  void clear();

 private:
  Fd fd_;
  Poll poll_;  // after fd_: it must be destroyed first
};

}  // namespace nsfollow::uv
