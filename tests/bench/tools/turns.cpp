// SPDX-License-Identifier: MIT
#include "turns.h"
#include <time.h>
#include <cerrno>
#include <cstdio>

namespace nsfollow::bench {

using std::chrono::system_clock;

void sleep_until(Stamp time) {
  const auto since = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds);
  const timespec when{seconds.count(), rest.count()};
  while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &when, nullptr) == EINTR) {
  }
}

Stamp next_turn(milliseconds period, milliseconds phase) {
  const auto since = system_clock::now().time_since_epoch() - phase;
  return Stamp{(since / period + 1) * period + phase};
}

void listen(Capture& capture, Updates& updates, Stamp until) {
  while (const auto message = capture.next(until)) updates.take(*message);
}

void listen_until_quiet(Capture& capture, Updates& updates, milliseconds quiet) {
  while (const auto message = capture.next(system_clock::now() + quiet)) updates.take(*message);
}

void await_turn(Capture& capture, Stamp turn) {
  Updates before{{}};
  listen(capture, before, turn - milliseconds{2});
  sleep_until(turn);
}

void print_span(Stamp from, std::optional<Stamp> to) {
  using std::chrono::duration;
  to ? std::printf(" %.3f", duration<double, std::milli>(*to - from).count())
     : std::printf(" never");
}

}  // namespace nsfollow::bench
