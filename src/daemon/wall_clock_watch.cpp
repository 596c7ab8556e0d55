// SPDX-License-Identifier: MIT
#include "daemon/wall_clock_watch.h"
#include <sys/timerfd.h>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

namespace nsfollow::daemon {

namespace {

// A timer that never fires, and whose only use is to be cancelled (timerfd_create(2),
// TFD_TIMER_CANCEL_ON_SET): no wakeup until the clock jumps.
void arm(int fd) {
  itimerspec never{};
  never.it_value.tv_sec = std::numeric_limits<time_t>::max();
  timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

Fd make_timerfd() {
  Fd fd{timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC)};
  if (!fd) {
    std::perror("nsfollow: timerfd_create");
    std::abort();
  }
  arm(fd.get());
  return fd;
}

}  // namespace

WallClockWatch::WallClockWatch(uv::Loop& loop, std::function<void()> on_set)
    : fd_(make_timerfd()), poll_(loop, fd_.get(), [fd = fd_.get(), heard = std::move(on_set)] {
        std::uint64_t expirations = 0;
        const bool was_set = ::read(fd, &expirations, sizeof expirations) < 0 && errno == ECANCELED;
        arm(fd);
        if (was_set) heard();
      }) {}

}  // namespace nsfollow::daemon
