// SPDX-License-Identifier: MIT
#include "uv/timer.h"
#include <sys/timerfd.h>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace nsfollow::uv {

namespace {

Fd make_timerfd() {
  Fd fd{timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC)};
  if (fd) return fd;
  std::perror("nsfollow: timerfd_create");
  std::abort();
}

void arm(int fd, std::chrono::nanoseconds when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  itimerspec spec{};
  spec.it_value.tv_sec = static_cast<time_t>(seconds.count());
  spec.it_value.tv_nsec = static_cast<decltype(spec.it_value.tv_nsec)>((when - seconds).count());
  timerfd_settime(fd, TFD_TIMER_ABSTIME, &spec, nullptr);
}

}  // namespace

Timer::Timer(Loop& loop, std::function<void()> on_fire)
    : fd_(make_timerfd()), poll_(loop, fd_.get(), [fd = fd_.get(), fire = std::move(on_fire)] {
        std::uint64_t expirations = 0;
        // Nothing to read: it was moved after it had expired, and will fire at the new time.
        if (::read(fd, &expirations, sizeof expirations) == sizeof expirations) fire();
      }) {}

void Timer::set(TimePoint when) {
  // All zero would disarm it (timerfd_create(2)).
  arm(fd_.get(), std::max(when.time_since_epoch(), std::chrono::nanoseconds{1}));
}

void Timer::clear() { arm(fd_.get(), std::chrono::nanoseconds{0}); }

}  // namespace nsfollow::uv
