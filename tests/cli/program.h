// SPDX-License-Identifier: MIT
// Runs the program, with words in, and words and an exit code out.
#pragma once
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <string>
#include <vector>
#include "state/temp_dir.h"
#include "support/catch.h"

namespace nsfollow::test {

struct Ended {
  int code = -1;
  std::string out, err;
};

inline Ended nsfollow_says(std::vector<std::string> words) {
  const TempDir dir;
  const auto out = (dir / "out").string(), err = (dir / "err").string();
  words.insert(words.begin(), NSFOLLOW_BINARY);
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t pid = 0;
  REQUIRE(posix_spawn(&pid, NSFOLLOW_BINARY, &files, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&files);
  int status = 0;
  REQUIRE(waitpid(pid, &status, 0) == pid);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

}  // namespace nsfollow::test
