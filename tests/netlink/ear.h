// SPDX-License-Identifier: MIT
// A Watcher on a loop of its own, and what it told.
#pragma once
#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/overload.h"
#include "netlink/watcher.h"
#include "support/catch.h"
#include "uv/loop.h"
#include "uv/timer.h"

namespace nsfollow::test {

class Ear {
 public:
  Ear() {
    auto opened = netlink::Watcher::open(loop_, [this](core::Event event) { hear(event); });
    REQUIRE(opened);
    watcher_ = std::move(*opened);
  }

  netlink::Watcher& watcher() { return *watcher_; }

  // Runs the loop until it holds; false after 10 s.
  bool wait_until(const std::function<bool()>& condition) {
    bool late = false;
    uv::Timer limit(loop_, [&late] { late = true; });
    limit.set(Clock::now() + std::chrono::seconds{10});
    while (!late && !condition()) loop_.run_once();
    return condition();
  }

  // Handles what the kernel has said up to this call: both the news and the alarm are ready when
  // a turn begins, so each turn reads one batch.
  void settle() {
    for (int turn = 0; turn < 40; ++turn) {
      bool done = false;
      uv::Timer now(loop_, [&done] { done = true; });
      now.set(Clock::now());
      while (!done) loop_.run_once();
    }
  }

  bool hears_a_stir() {
    const auto before = stirs;
    return wait_until([&] { return stirs > before; });
  }

  core::Seen look() {
    const auto before = pictures;
    watcher_->look();
    REQUIRE(pictures == before);  // never inside the call
    REQUIRE(wait_until([&] { return pictures > before || !why_not.empty(); }));
    CHECK(why_not == "");
    REQUIRE(seen);
    return *seen;
  }

  int stirs = 0;
  int pictures = 0;
  int refusals = 0;
  std::optional<core::Seen> seen;
  std::string why_not;
  std::function<void(const core::Seen&)> on_seen;

 private:
  void hear(const core::Event& event) {
    std::visit(Overload{[this](const core::KernelStirred&) { ++stirs; },
                        [this](const core::KernelSeen& answer) {
                          ++pictures;
                          seen = answer.seen;
                          if (on_seen) on_seen(*seen);
                        },
                        [this](const core::KernelUnreadable& answer) {
                          ++refusals;
                          why_not = answer.why;
                        },
                        [](const auto&) { FAIL("not an event of the kernel's"); }},
               event);
  }

  uv::Loop loop_;
  std::unique_ptr<netlink::Watcher> watcher_;
};

inline const core::SeenInterface* named(const core::Seen& seen, std::string_view name) {
  const auto found = std::ranges::find(seen.interfaces, name, &core::SeenInterface::name);
  return found == seen.interfaces.end() ? nullptr : &*found;
}

inline const core::SeenAddress* address_of(const core::Seen& seen, std::string_view interface,
                                           std::string_view text) {
  const auto* where = named(seen, interface);
  if (where == nullptr) return nullptr;
  const auto address = core::IpAddress::parse(text);
  const auto found = std::ranges::find(where->addresses, *address, &core::SeenAddress::address);
  return found == where->addresses.end() ? nullptr : &*found;
}

}  // namespace nsfollow::test
