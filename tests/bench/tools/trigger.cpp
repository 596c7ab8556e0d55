// SPDX-License-Identifier: MIT
// Who is told to look, and who only has to send: how long until the server has accepted.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstdio>
#include "command.h"
#include "turns.h"

extern char** environ;

namespace nsfollow::bench {

namespace {

using std::chrono::system_clock;

// Long enough for the news of a changed address to have been heard, and left alone.
constexpr milliseconds unheeded{150};

bool run(Words words) {
  pid_t pid = -1;
  if (posix_spawnp(&pid, words[0], nullptr, nullptr, words.data(), environ) != 0) {
    std::perror(words[0]);
    return false;
  }
  int status = 0;
  return waitpid(pid, &status, 0) == pid && status == 0;
}

// Prints when it was accepted, how long the server took for that, and how many updates there were.
void print(Stamp start, const Updates& updates) {
  print_span(start, updates.right_since());
  if (updates.asked())
    print_span(*updates.asked(), updates.right_since());
  else
    std::printf(" never");
  std::printf(" %d", updates.sent());
}

}  // namespace

int trigger(Words words) {
  Capture capture{words[0], words[1]};
  Uplink uplink{words[2]};
  const long first = number(words[3]);
  const milliseconds period{number(words[5])};
  for (long n = first; n < first + number(words[4]); ++n) {
    const auto turn = next_turn(period, milliseconds{0});
    await_turn(capture, turn);
    Updates updates{address(n + 1)};
    uplink.advance(n);
    listen(capture, updates, turn + unheeded);
    const int early = updates.sent();
    const auto start = system_clock::now();
    if (!run(words.subspan(6))) return 1;
    const auto ended = system_clock::now();
    listen(capture, updates, turn + period * 9 / 10);
    print(start, updates);
    print_span(start, ended);
    std::printf(" %d\n", early);
    std::fflush(stdout);
  }
  return 0;
}

int ready(Words words) {
  Capture capture{words[0], words[1]};
  const Fd fifo{open(words[2], O_WRONLY | O_CLOEXEC)};
  const std::string name = words[3];
  const long first = number(words[4]);
  const milliseconds period{number(words[6])};
  for (long n = first; n < first + number(words[5]); ++n) {
    const auto turn = next_turn(period, milliseconds{0});
    await_turn(capture, turn);
    const auto wanted = address(n + 1);
    std::string text = "update delete " + name + " A\nupdate add " + name + " 300 A ";
    for (const auto octet : wanted) text += std::to_string(octet) + '.';
    text.back() = '\n';
    text += "send\n";
    Updates updates{wanted};
    const auto start = system_clock::now();
    if (write(fifo.get(), text.data(), text.size()) < 0) return 1;
    listen(capture, updates, turn + period * 9 / 10);
    print(start, updates);
    std::printf("\n");
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace nsfollow::bench
