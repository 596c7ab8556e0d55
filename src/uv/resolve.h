// SPDX-License-Identifier: MIT
// A host name's addresses, by getaddrinfo(3) in one of libuv's worker threads.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include "base/result.h"
#include "uv/endpoint.h"
#include "uv/loop.h"

namespace nsfollow::uv {

// A worker that hangs in a dead resolver (10 s for one lookup, measured) cannot be stopped.
// Destroying a Resolve leaves it to itself: its callback never comes, and Loop::has_detached()
// is true until the worker returns.
class Resolve {
 public:
  // At most `most` addresses, in getaddrinfo's order (RFC 6724), each once.
  // The error is a sentence for people.
  using Addresses = Result<std::vector<Endpoint>, std::string>;
  static constexpr std::size_t most = 8;

  // Never calls back within the constructor, and not at all unless is_running() after it.
  Resolve(Loop& loop, const std::string& host, std::uint16_t port,
          std::function<void(Addresses)> on_done);
  [[nodiscard]] bool is_running() const { return state_->running; }

 private:
  struct State {
    uv_getaddrinfo_t request{};
    Loop* loop = nullptr;
    std::uint16_t port = 0;
    bool running = false;
    bool detached = false;
    std::function<void(Addresses)> on_done;
  };
  struct Leave {
    void operator()(State* state) const noexcept;
  };
  static void done(State* state, int status, const addrinfo* found);

  std::unique_ptr<State, Leave> state_;
};

}  // namespace nsfollow::uv
