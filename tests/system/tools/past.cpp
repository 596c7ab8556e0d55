// SPDX-License-Identifier: MIT
// Preloaded, it lets a program live in 1970, as a router without a clock does at its start, or
// $CLOCK_AHEAD seconds ahead of the time.  All other clocks go on as they are (libfaketime moves
// CLOCK_BOOTTIME along, but not its timers).
#include <sys/syscall.h>
#include <unistd.h>
#include <cstdlib>
#include <ctime>

namespace {

timespec ask(clockid_t clock) {
  timespec t{};
  syscall(SYS_clock_gettime, clock, &t);
  return t;
}

time_t ahead() {
  constexpr time_t day = 86400;
  const char* given = getenv("CLOCK_AHEAD");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return given != nullptr ? std::atol(given) : day - ask(CLOCK_REALTIME).tv_sec;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* t) noexcept {
  static const time_t off = ahead();
  *t = ask(clock);
  if (clock == CLOCK_REALTIME) t->tv_sec += off;
  return 0;
}
