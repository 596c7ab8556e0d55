// SPDX-License-Identifier: MIT
#include "control/client.h"
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>
#include "base/fd.h"
#include "base/log.h"
#include "control/socket.h"

namespace nsfollow::control {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Kind = NoAnswer::Kind;

NoAnswer slow() { return {Kind::slow, "the watcher does not answer in time"}; }
NoAnswer broken() { return {Kind::broken, "the watcher ended in the middle of its answer"}; }

constexpr TimePoint never = TimePoint::max();

// Whether it is ready for that before the deadline; `never`: as long as it takes.
bool wait_for(int fd, short what, TimePoint deadline) {
  while (true) {
    timespec left{};
    if (deadline != never) {
      const auto rest = std::max<Duration>(deadline - Clock::now(), 0ns);
      left = {static_cast<time_t>(rest / 1s), static_cast<long>((rest % 1s).count())};
    }
    pollfd ready{fd, what, 0};
    const int count = ::ppoll(&ready, fd < 0 ? 0 : 1, deadline == never ? nullptr : &left, nullptr);
    if (count > 0) return true;
    if (count == 0) return false;
    if (errno != EINTR) return false;
  }
}

NoAnswer cannot_connect(const fs::path& socket) {
  const auto path = log::escape(socket.string());
  const auto why = std::generic_category().message(errno);
  switch (errno) {
    case ENOENT:
    case ENOTDIR:
    case ECONNREFUSED:
      return {Kind::nobody, "no watcher runs: nobody listens at " + path};
    case EACCES:
    case EPERM:
      return {Kind::denied, path + ": " + why + "; it is for root and the watcher's group"};
    case EAGAIN:
      return slow();
    default:
      return {Kind::broken, path + ": " + why};
  }
}

Result<Fd, NoAnswer> connect_in_time(const fs::path& socket, TimePoint deadline) {
  while (true) {
    auto fd = connect_to(socket);
    if (fd) return fd;
    // Too many wait to be accepted: no descriptor tells when that changes.
    if (errno != EAGAIN || Clock::now() >= deadline) return cannot_connect(socket);
    (void)wait_for(-1, 0, std::min(deadline, Clock::now() + 1ms));
  }
}

bool is_trusted(const Fd& connected, const fs::path& socket) {
  const auto uid = uid_of_peer(connected);
  if (!uid) return false;
  if (*uid == 0 || *uid == ::geteuid()) return true;
  struct stat directory {};
  const auto parent = socket.has_parent_path() ? socket.parent_path() : fs::path{"."};
  return ::stat(parent.c_str(), &directory) == 0 && directory.st_uid == *uid;
}

// What can be read next; empty: it has ended.
Result<std::string_view, NoAnswer> read_some(const Fd& from, std::array<char, 16384>& buffer,
                                             TimePoint deadline) {
  if (!wait_for(from.get(), POLLIN, deadline)) return slow();
  const auto length = ::recv(from.get(), buffer.data(), buffer.size(), 0);
  if (length >= 0) return std::string_view{buffer.data(), static_cast<std::size_t>(length)};
  // It went without hearing us to the end.
  if (errno == ECONNRESET) return std::string_view{};
  return broken();
}

bool send_all(const Fd& to, std::string_view line) {
  // It fits into any socket's buffer.
  const auto sent = ::send(to.get(), line.data(), line.size(), MSG_NOSIGNAL);
  return sent == static_cast<ssize_t>(line.size()) || (sent < 0 && errno == EPIPE);
}

}  // namespace

Result<Head, NoAnswer> ask(const fs::path& socket, const Request& request, Duration patience,
                           const OnBody& on_body) {
  const auto deadline = Clock::now() + patience;
  const auto fd = connect_in_time(socket, deadline);
  if (!fd) return fd.error();
  if (!is_trusted(*fd, socket))
    return NoAnswer{Kind::foreign, "whoever listens at " + log::escape(socket.string()) +
                                       " is not trusted: neither root nor that directory's owner"};
  if (!send_all(*fd, to_line(request))) return broken();
  const auto* status = std::get_if<AskStatus>(&request);
  const bool is_endless = status != nullptr && status->follow;
  std::array<char, 16384> buffer{};
  std::string start;
  std::optional<Head> head;
  while (true) {
    auto until = head ? Clock::now() + patience : deadline;
    if (head && is_endless) until = never;
    const auto piece = read_some(*fd, buffer, until);
    if (!piece) return piece.error();
    if (piece->empty()) return head ? Result<Head, NoAnswer>{*head} : broken();
    if (head) {
      if (!on_body(*piece)) return *head;
      continue;
    }
    start += *piece;
    const auto end = start.find('\n');
    if (end == std::string::npos && start.size() > longest_request) return broken();
    if (end == std::string::npos) continue;
    head = parse_head(std::string_view{start}.substr(0, end));
    if (!head) return broken();
    if (start.size() > end + 1 && !on_body(std::string_view{start}.substr(end + 1))) return *head;
  }
}

}  // namespace nsfollow::control
