// SPDX-License-Identifier: MIT
// Notices that somebody set the wall clock.
#pragma once
#include <functional>
#include "base/fd.h"
#include "uv/loop.h"
#include "uv/poll.h"

namespace nsfollow::daemon {

class WallClockWatch {
 public:
  WallClockWatch(uv::Loop& loop, std::function<void()> on_set);

 private:
  Fd fd_;
  uv::Poll poll_;
};

}  // namespace nsfollow::daemon
