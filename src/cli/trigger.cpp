// SPDX-License-Identifier: MIT
// `nsfollow trigger`: for hooks, which must be neither delayed nor failed by it.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include "base/fd.h"
#include "cli/asking.h"
#include "cli/commands.h"

namespace nsfollow::cli {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr Duration hasty = 15ms;     // for a hook
constexpr Duration patient = 500ms;  // for somebody who wants to know

Fd open_lock(const fs::path& directory, const char* name) {
  return Fd{::open((directory / name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
}

// One runs, and one more may wait for its end: what happens meanwhile is not missed.
bool wait_for_turn(const fs::path& directory) {
  const Fd waiting = open_lock(directory, "oneshot.next");
  Fd running = open_lock(directory, "oneshot.lock");
  if (!waiting || !running || ::flock(waiting.get(), LOCK_EX | LOCK_NB) != 0) return false;
  while (::flock(running.get(), LOCK_EX) != 0)
    if (errno != EINTR) return false;
  // Held by the sync itself, until it ends.
  return ::fcntl(running.release(), F_SETFD, 0) == 0;
}

void let_go_of_caller() {
  ::setsid();
  [[maybe_unused]] const int moved = ::chdir("/");
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd < 3; ++fd) ::dup2(null, fd);
  ::syscall(SYS_close_range, 3U, ~0U, 0U);  // musl has no function for it
}

// In a process of its own; never returns there.
void start_sync(const Arguments& arguments, const fs::path& directory) {
  (void)::mkdir(directory.c_str(), 0750);
  const auto absolute = fs::absolute(directory);
  const auto config = fs::absolute(arguments.config).string();
  const auto state = arguments.state_dir ? fs::absolute(*arguments.state_dir).string() : "";
  std::array<char, 4096> self{};
  if (::readlink("/proc/self/exe", self.data(), self.size() - 1) <= 0) return;
  if (::fork() != 0) return;
  let_go_of_caller();
  if (!wait_for_turn(absolute)) ::_exit(0);
  const char* words[] = {self.data(),
                         "sync",
                         "--log-format",
                         "syslog",
                         "--config",
                         config.c_str(),
                         state.empty() ? nullptr : "--state-dir",
                         state.c_str(),
                         nullptr};
  ::execv(self.data(), const_cast<char* const*>(words));
  ::_exit(3);
}

// What was given and could not be right.
std::string left_out(const Arguments& arguments, const control::Trigger& wish) {
  const auto is_lost = [&](std::string_view option, bool is_taken) {
    return !is_taken && !arguments.value(option).value_or("").empty();
  };
  const auto say = [&](std::string_view option, std::string_view what) {
    return std::string{option} + ": \"" + log::escape(*arguments.value(option)) + "\" is no " +
           std::string{what};
  };
  if (is_lost("--interface", !wish.interface.empty()))
    return say("--interface", "name of an interface");
  if (is_lost("--address", wish.address.has_value())) return say("--address", "address");
  if (is_lost("--source", !wish.source.empty())) return say("--source", "word for who says so");
  return "";
}

}  // namespace

int trigger(const Arguments& arguments) {
  const auto given = [&](std::string_view option) { return arguments.value(option).value_or(""); };
  const bool strict = arguments.has("--strict");
  const auto socket = socket_path(arguments);
  const auto wish = control::Trigger::from(given("--interface"), given("--address"),
                                           arguments.has("--down"), given("--source"));
  const auto head =
      control::ask(socket, wish, strict ? patient : hasty, [](std::string_view) { return true; });
  const bool is_alone = !head && head.error().kind == control::NoAnswer::Kind::nobody;
  if (is_alone && arguments.has("--oneshot"))
    start_sync(arguments, socket.has_parent_path() ? socket.parent_path() : fs::path{"."});
  if (!strict) return 0;
  // The watcher has looked all the same.
  const auto wrong = left_out(arguments, wish);
  const int code = exit_code_of(head);
  return code == 0 && !wrong.empty() ? fail({Error::Code::use, wrong}) : code;
}

}  // namespace nsfollow::cli
