// SPDX-License-Identifier: MIT
// One end of a local stream (unix(7)) that is connected already.
#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include "base/fd.h"
#include "base/result.h"
#include "uv/handle.h"
#include "uv/loop.h"

namespace nsfollow::uv {

class Pipe {
 public:
  struct Listener {
    std::function<void(std::string_view)> on_received;
    std::function<void()> on_sent;   // all of it is the kernel's
    std::function<void()> on_ended;  // at most once, nothing follows: an error
    std::function<void()> on_eof;    // the peer says no more; it may listen yet
  };
  // Fails with Code::system when the kernel will not have the descriptor watched; it is closed.
  static Result<Pipe> open(Loop& loop, Fd connected, Listener listener);

  // One text at a time: not before on_sent of the one before.
  void send(std::string text);
  // Octets of it that wait for the peer.
  [[nodiscard]] std::size_t unsent() const;
  // No octet is taken from here on, and no EOF told.
  void stop_listening();

 private:
  struct State {
    uv_pipe_t handle{};
    uv_write_t writing{};
    std::string outgoing;
    std::array<char, 4096> buffer{};
    Listener listener;
    bool ended = false;
  };
  Pipe() : state_(new State) {}
  static void end(State& state, int status);

  HandlePtr<State> state_;
};

}  // namespace nsfollow::uv
