// SPDX-License-Identifier: MIT
// Changes of an address, and what reaches the name server because of them.
#include <time.h>
#include <cerrno>
#include <cstdio>
#include "command.h"
#include "updates.h"

namespace nsfollow::bench {

namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::system_clock;

void sleep_until(Stamp time) {
  const auto since = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds);
  const timespec when{seconds.count(), rest.count()};
  while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &when, nullptr) == EINTR) {
  }
}

// The next time that is `phase` after a multiple of `period`: so those that are measured at once,
// each in a network of its own, take turns.
Stamp next_turn(milliseconds period, milliseconds phase) {
  const auto since = system_clock::now().time_since_epoch() - phase;
  return Stamp{(since / period + 1) * period + phase};
}

void listen(Capture& capture, Updates& updates, Stamp until) {
  while (const auto message = capture.next(until)) updates.take(*message);
}

// Listens until nothing has come for as long as `quiet`.
void listen_until_quiet(Capture& capture, Updates& updates, milliseconds quiet) {
  while (const auto message = capture.next(system_clock::now() + quiet)) updates.take(*message);
}

double ms(Stamp from, Stamp to) { return duration<double, std::milli>(to - from).count(); }

// Milliseconds, or "never".
void print_span(Stamp from, std::optional<Stamp> to) {
  to ? std::printf(" %.3f", ms(from, *to)) : std::printf(" never");
}

}  // namespace

int latency(Words words) {
  Capture capture{words[0], words[1]};
  Uplink uplink{words[2]};
  const long first = number(words[3]);
  const milliseconds period{number(words[5])};
  const milliseconds phase{number(words[6])};
  for (long n = first; n < first + number(words[4]); ++n) {
    const auto turn = next_turn(period, phase);
    Updates before{address(n)};
    listen(capture, before, turn - milliseconds{2});
    sleep_until(turn);
    Updates updates{address(n + 1)};
    const auto start = system_clock::now();
    uplink.advance(n);
    listen(capture, updates, turn + period * 9 / 10);
    print_span(start, updates.right_since());
    std::printf(" %d\n", updates.sent());
    std::fflush(stdout);
  }
  return 0;
}

int storm(Words words) {
  Capture capture{words[0], words[1]};
  Uplink uplink{words[2]};
  const long first = number(words[3]);
  const long count = number(words[4]);
  const milliseconds span{number(words[5])};
  Updates updates{address(first + count)};
  const auto start = system_clock::now();
  auto last = start;
  for (long k = 0; k < count; ++k) {
    sleep_until(start + span * k / count);
    last = system_clock::now();
    uplink.advance(first + k);
    listen(capture, updates, start);  // only what is there already
  }
  listen_until_quiet(capture, updates, milliseconds{2500});
  std::printf("%d", updates.sent());
  print_span(last, updates.right_since());
  std::printf("\n");
  return 0;
}

int watch(Words words) {
  Capture capture{words[0], words[1]};
  Uplink uplink{words[2]};
  const long first = number(words[3]);
  Updates updates{address(first + 1)};
  const auto start = system_clock::now();
  uplink.advance(first);
  listen_until_quiet(capture, updates, milliseconds{number(words[4])});
  int most = 0;
  for (const auto& [zone, count] : updates.of_zone()) most = std::max(most, count);
  std::printf("%zu %d %d", updates.of_zone().size(), updates.sent(), most);
  print_span(start, updates.last_accepted());
  print_span(start, updates.last_answer());
  std::printf("\n");
  return 0;
}

}  // namespace nsfollow::bench
