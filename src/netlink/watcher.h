// SPDX-License-Identifier: MIT
// The kernel's addresses, heard and looked at.  What is heard is only a hint that something
// changed; what is true comes from a look.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include "base/result.h"
#include "core/event.h"
#include "netlink/dump.h"
#include "netlink/route_socket.h"
#include "uv/loop.h"
#include "uv/poll.h"

namespace nsfollow::netlink {

class Watcher {
 public:
  // Hears from now on: each batch of the kernel's news gives at most one KernelStirred.  on_event
  // must not destroy the Watcher.  Needs no privilege.  Fails with Code::system.
  [[nodiscard]] static Result<std::unique_ptr<Watcher>> open(
      uv::Loop& loop, std::function<void(core::Event)> on_event);

  // Asks for one complete picture, of this moment or later.  Answered by one KernelSeen or
  // KernelUnreadable, never inside this call; calls before the answer share it.
  void look();

  // How often the kernel had more news than its queue could hold.
  [[nodiscard]] std::uint64_t overruns() const { return overruns_; }
  // How many unfinished pictures were thrown away.
  [[nodiscard]] std::uint64_t interrupted_looks() const { return dump_.thrown_away(); }

 private:
  Watcher(uv::Loop& loop, std::function<void(core::Event)> on_event);
  [[nodiscard]] Result<Nothing> listen();
  void hear();
  void reopen();

  uv::Loop* loop_;
  std::function<void(core::Event)> on_event_;
  Dump dump_;
  std::optional<RouteSocket> socket_;  // none: it broke, and look() tries to open it again
  std::optional<uv::Poll> poll_;       // after socket_: it must be destroyed first
  std::uint64_t overruns_ = 0;
};

}  // namespace nsfollow::netlink
