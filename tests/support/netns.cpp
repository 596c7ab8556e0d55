// SPDX-License-Identifier: MIT
#include "support/netns.h"
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include "base/fd.h"
#include "support/catch.h"

extern char** environ;

namespace nsfollow::test {

namespace {

pid_t start_ip(const std::vector<std::string>& words, int input) {
  std::vector<std::string> all{"ip"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (auto& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  pid_t pid = -1;
  if (posix_spawnp(&pid, "ip", &actions, nullptr, argv.data(), environ) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

bool wait_for(pid_t pid) {
  int status = 0;
  while (pid > 0 && waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// A file without a name: a pipe might be too small for whoever writes before the reader starts.
Fd file_with(const std::string& text) {
  Fd file{memfd_create("batch", MFD_CLOEXEC)};
  std::size_t written = 0;
  while (written < text.size()) {
    const auto count = ::write(file.get(), text.data() + written, text.size() - written);
    if (count <= 0) return Fd{};
    written += static_cast<std::size_t>(count);
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

bool write_file(const std::string& path, std::string_view text) {
  std::ofstream file(path);
  file << text;
  file.close();
  return !file.fail();
}

bool enter() {
  const uid_t user = getuid();
  const gid_t group = getgid();
  if (user == 0) {
    REQUIRE(unshare(CLONE_NEWNET) == 0);
  } else {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
      WARN("skipped: this kernel gives no private network to users: " << std::strerror(errno));
      return false;
    }
    prctl(PR_SET_DUMPABLE, 1);  // for the leak checker, and for /proc/self
    const auto map = [](unsigned id) { return "0 " + std::to_string(id) + " 1"; };
    REQUIRE(write_file("/proc/self/setgroups", "deny"));
    REQUIRE(write_file("/proc/self/uid_map", map(user)));
    REQUIRE(write_file("/proc/self/gid_map", map(group)));
  }
  REQUIRE(ip("link set lo up"));
  return true;
}

}  // namespace

bool enter_private_network() {
  static const bool entered = enter();
  if (!entered) WARN("skipped: no private network");
  return entered;
}

bool ip(const std::vector<std::string>& words) { return wait_for(start_ip(words, -1)); }

bool ip(std::string_view line) {
  std::istringstream in{std::string{line}};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return ip(words);
}

bool ip_batch(const std::string& lines) {
  const Fd file = file_with(lines);
  return file && wait_for(start_ip({"-batch", "-"}, file.get()));
}

IpInBackground::IpInBackground(const std::string& lines) {
  const Fd file = file_with(lines);
  pid_ = start_ip({"-batch", "-"}, file.get());
}

IpInBackground::~IpInBackground() {
  if (pid_ > 0) wait_for(pid_);
}

bool IpInBackground::is_running() {
  if (pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
  return pid_ > 0;
}

bool sysctl(const std::string& path, std::string_view value) {
  return write_file("/proc/sys/net/" + path, value);
}

}  // namespace nsfollow::test
