// SPDX-License-Identifier: MIT
// Changes of an address, and what reaches the name server because of them.
#include <cstdio>
#include "command.h"
#include "turns.h"

namespace nsfollow::bench {

using std::chrono::system_clock;

int latency(Words words) {
  Capture capture{words[0], words[1]};
  Uplink uplink{words[2]};
  const long first = number(words[3]);
  const milliseconds period{number(words[5])};
  const milliseconds phase{number(words[6])};
  for (long n = first; n < first + number(words[4]); ++n) {
    const auto turn = next_turn(period, phase);
    await_turn(capture, turn);
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
