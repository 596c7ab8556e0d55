// SPDX-License-Identifier: MIT
#include "control/session.h"
#include <utility>

namespace nsfollow::control {

Session::Session(uv::Loop& loop, uid_t uid, Listener listener)
    : uid_(uid), listener_(std::move(listener)), timer_(loop, [this] { patience_over(); }) {}

bool Session::begin(uv::Loop& loop, Fd connected) {
  auto pipe = uv::Pipe::open(loop, std::move(connected),
                             {.on_received = [this](std::string_view octets) { received(octets); },
                              .on_sent = [this] { sent(); },
                              .on_ended = [this] { over(); },
                              .on_eof = [this] { over(); }});
  if (!pipe) return false;
  pipe_ = *std::move(pipe);
  timer_.set(Clock::now() + patience);  // for the whole request, however it drips
  return true;
}

void Session::received(std::string_view octets) {
  if (was_asked_) return over();  // there is one request, and nothing to be said after it
  const auto end = octets.find('\n');
  const bool is_whole = end != std::string_view::npos;
  line_ += octets.substr(0, end);
  if (!is_whole && line_.size() < longest_request) return;
  was_asked_ = true;
  if (line_.size() < longest_request)
    listener_.on_line(*this, line_);
  else
    listener_.on_line(*this, std::nullopt);
}

// Who says no more has not gone for that: it may have shut its half of the connection.
void Session::answer(std::string text) {
  pipe_->stop_listening();
  send(std::move(text));
}

void Session::follow(AskStatus ask, std::string text, std::string picture) {
  followed_ = std::move(ask);
  send_more(std::move(text), std::move(picture));
}

void Session::send_more(std::string text, std::string picture) {
  picture_ = std::move(picture);
  send(std::move(text));
}

void Session::send(std::string text) {
  sending_ = true;
  pipe_->send(std::move(text));
  unsent_ = pipe_->unsent();
  timer_.set(Clock::now() + patience);
}

void Session::sent() {
  sending_ = false;
  if (!followed_) return over();
  timer_.clear();
  listener_.on_idle(*this);
}

void Session::patience_over() {
  // Slow is not stuck: something was taken meanwhile.
  if (sending_ && pipe_->unsent() < unsent_) {
    unsent_ = pipe_->unsent();
    return timer_.set(Clock::now() + patience);
  }
  over();
}

void Session::over() {
  const auto tell = std::move(listener_.on_over);
  tell(*this);
}

}  // namespace nsfollow::control
