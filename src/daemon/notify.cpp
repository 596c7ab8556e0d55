// SPDX-License-Identifier: MIT
#include "daemon/notify.h"
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include "base/fd.h"

namespace nsfollow::daemon {

namespace {

// More is no watchdog, and would not fit into a Duration.
constexpr std::chrono::microseconds longest_watchdog = std::chrono::days{366};

std::string take_from_environment(const char* name) {
  const char* value = secure_getenv(name);
  std::string taken = value == nullptr ? "" : value;
  unsetenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread has been started yet
  return taken;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Notify Notify::from_environment() {
  Notify notify;
  notify.socket_ = take_from_environment("NOTIFY_SOCKET");
  const auto interval = parse_number(take_from_environment("WATCHDOG_USEC"));
  const auto pid = take_from_environment("WATCHDOG_PID");
  const bool ours = pid.empty() || parse_number(pid) == getpid();
  if (interval && *interval > 0 && *interval <= longest_watchdog.count() && ours)
    notify.watchdog_ = std::chrono::microseconds{*interval};
  return notify;
}

void Notify::ready(std::string_view status) const {
  send("READY=1\nSTATUS=" + std::string{status});
}

void Notify::reloading() const {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);  // the clock that Type=notify-reload compares with
  const std::chrono::microseconds now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec});
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.count()));
}

void Notify::stopping() const { send("STOPPING=1"); }
void Notify::alive() const { send("WATCHDOG=1"); }

void Notify::send(const std::string& state) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  std::ranges::copy(socket_, address.sun_path);
  if (socket_[0] == '@') address.sun_path[0] = '\0';  // unix(7): an abstract name
  const Fd fd{socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (!fd) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  // A manager that does not listen must not stop us, so nothing is waited for or reported.
  (void)sendto(fd.get(), state.data(), state.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address), length);
}

}  // namespace nsfollow::daemon
