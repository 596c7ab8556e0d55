// SPDX-License-Identifier: MIT
// A TCP connection that we open, speak over, and listen to.
#pragma once
#include <array>
#include <functional>
#include <list>
#include <span>
#include <vector>
#include "base/result.h"
#include "uv/binding.h"
#include "uv/endpoint.h"
#include "uv/handle.h"
#include "uv/loop.h"

namespace nsfollow::uv {

class Tcp {
 public:
  struct Listener {
    std::function<void()> on_connected;
    std::function<void(std::span<const std::uint8_t>)> on_received;
    std::function<void(const SocketError&)> on_ended;  // at most once, nothing follows; also at EOF
  };
  Tcp(Loop& loop, Listener listener);

  // Once only.  An error given back by either is not told to on_ended as well.
  Result<Nothing, SocketError> connect(const Endpoint& peer, const Binding& binding = {});
  Result<Nothing, SocketError> send(std::vector<std::uint8_t> octets);  // when connected
  [[nodiscard]] std::optional<Endpoint> source() const;

 private:
  struct Writing {
    uv_write_t request{};
    std::vector<std::uint8_t> octets;
  };
  struct State {
    uv_tcp_t handle{};
    uv_connect_t connecting{};
    std::list<Writing> writings;  // libuv ends them in the order in which they began
    std::array<std::uint8_t, 2048> buffer{};
    Listener listener;
    bool ended = false;
  };
  static void end(State& state, int status);
  static void connected(State& state);

  HandlePtr<State> state_;
};

}  // namespace nsfollow::uv
