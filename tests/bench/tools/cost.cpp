// SPDX-License-Identifier: MIT
// Runs a program once and prints what it cost: wall ms, user and system ms, peak RSS in KiB, and
// its exit code.  The kernel's peak of a child is never below that of this process, some 3.5 MiB.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <chrono>
#include <cstdio>
#include "command.h"

extern char** environ;

namespace nsfollow::bench {

namespace {

double ms(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

}  // namespace

int cost(Words words) {
  const auto start = std::chrono::steady_clock::now();
  pid_t pid = -1;
  if (posix_spawnp(&pid, words[0], nullptr, nullptr, words.data(), environ) != 0) {
    std::perror(words[0]);
    return 1;
  }
  int status = 0;
  rusage used{};
  wait4(pid, &status, 0, &used);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  std::printf("%.3f %.3f %ld %d\n", wall.count(), ms(used.ru_utime) + ms(used.ru_stime),
              used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
  return 0;
}

}  // namespace nsfollow::bench
