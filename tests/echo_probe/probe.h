// SPDX-License-Identifier: MIT
// nsfollow-echo, as whoever starts it meets it.
#pragma once
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <chrono>
#include <string>
#include <vector>
#include "state/temp_dir.h"
#include "support/catch.h"

namespace nsfollow::test {

struct Probe {
  int code = -1;
  std::string said, complained;
  std::chrono::milliseconds took{};
};

inline Probe probe(std::vector<std::string> words, std::vector<std::string> environment = {}) {
  const TempDir dir;
  const auto out = (dir / "out").string(), err = (dir / "err").string();
  words.insert(words.begin(), NSFOLLOW_ECHO);
  std::vector<char*> argv, envp;
  for (auto& word : words) argv.push_back(word.data());
  for (auto& variable : environment) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t pid = 0;
  const auto began = std::chrono::steady_clock::now();
  REQUIRE(posix_spawn(&pid, NSFOLLOW_ECHO, &files, nullptr, argv.data(), envp.data()) == 0);
  posix_spawn_file_actions_destroy(&files);
  int status = 0;
  REQUIRE(waitpid(pid, &status, 0) == pid);
  const auto took = std::chrono::steady_clock::now() - began;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err),
          std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

}  // namespace nsfollow::test
