// SPDX-License-Identifier: MIT
// One who asks: from the connection to its end.
#pragma once
#include <sys/types.h>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include "control/request.h"
#include "uv/pipe.h"
#include "uv/timer.h"

namespace nsfollow::control {

class Session {
 public:
  // How long may pass in which the other end neither says nor takes anything it should.
  static constexpr Duration patience = std::chrono::seconds{5};

  struct Listener {
    // The whole line, or none when it is too long.
    std::function<void(Session&, std::optional<std::string_view>)> on_line;
    std::function<void(Session&)> on_idle;  // a follower took all that it was sent
    std::function<void(Session&)> on_over;  // may destroy the session
  };
  Session(uv::Loop& loop, uid_t uid, Listener listener);
  // False when the connection cannot be used.
  [[nodiscard]] bool begin(uv::Loop& loop, Fd connected);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] uid_t uid() const { return uid_; }

  // The whole answer, or the first of several.
  void answer(std::string text);
  void follow(AskStatus ask, std::string text, std::string picture);

  // Of a follower: what it wants, and whether it has taken what it was sent.
  [[nodiscard]] const std::optional<AskStatus>& followed() const { return followed_; }
  [[nodiscard]] bool is_idle() const { return !sending_; }
  // What the last status it was sent told, without the times in it.
  [[nodiscard]] const std::string& picture() const { return picture_; }
  void send_more(std::string text, std::string picture);

 private:
  void received(std::string_view octets);
  void sent();
  void patience_over();
  void over();
  void send(std::string text);

  uid_t uid_;
  Listener listener_;
  std::optional<uv::Pipe> pipe_;
  uv::Timer timer_;
  std::string line_;
  bool was_asked_ = false;
  bool sending_ = false;
  std::size_t unsent_ = 0;  // when last looked at
  std::optional<AskStatus> followed_;
  std::string picture_;
};

}  // namespace nsfollow::control
