// SPDX-License-Identifier: MIT
// Somebody who uses the Client as the daemon does, and waits for what comes.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <variant>
#include <vector>
#include "gateway/client.h"
#include "support/catch.h"

namespace nsfollow::test {

using namespace std::chrono_literals;

// Everything more than ten times as fast as it is.
inline gateway::Timings quick() {
  gateway::Timings timings;
  timings.first_pause = 20ms;
  timings.patience = 200ms;
  return timings;
}

// The same, but the time is never up: for what must be told before that.
inline gateway::Timings patient() {
  auto timings = quick();
  timings.patience = 30s;
  return timings;
}

class Asker {
 public:
  explicit Asker(const gateway::Timings& timings = quick())
      : client(std::make_unique<gateway::Client>(
            loop, [this](core::Event event) { hear(std::move(event)); }, timings)) {}

  // Runs the loop until it holds, at most 20 s.
  void wait(const std::function<bool()>& done) {
    bool is_late = false;
    uv::Timer limit{loop, [&] { is_late = true; }};
    limit.set(Clock::now() + 20s);
    while (!done() && !is_late) loop.run_once();
    REQUIRE_FALSE(is_late);
  }

  void pass(Duration time) {
    bool is_over = false;
    uv::Timer alarm{loop, [&] { is_over = true; }};
    alarm.set(Clock::now() + time);
    while (!is_over) loop.run_once();
  }

  core::ExchangeId start(const char* gateway = "127.0.0.1", unsigned interface = 0) {
    const auto before = told.size();
    client->ask({++last_id, *core::IpAddress::parse(gateway), interface});
    CHECK(told.size() == before);  // never within the call
    return last_id;
  }

  core::GatewayTold ask(const char* gateway = "127.0.0.1", unsigned interface = 0) {
    const auto before = told.size();
    const auto id = start(gateway, interface);
    wait([&] { return told.size() > before; });
    CHECK(told.back().id == id);
    CHECK(told.back().why_not.empty() == told.back().address.has_value());
    return told.back();
  }

  uv::Loop loop;
  std::unique_ptr<gateway::Client> client;
  core::ExchangeId last_id = 0;
  std::vector<core::GatewayTold> told;
  std::vector<core::IpAddress> stirs;
  std::function<void()> on_event;

 private:
  void hear(core::Event event) {
    if (auto* answer = std::get_if<core::GatewayTold>(&event)) told.push_back(std::move(*answer));
    if (auto* hint = std::get_if<core::GatewayStirred>(&event)) stirs.push_back(hint->gateway);
    if (on_event) on_event();
  }
};

}  // namespace nsfollow::test
