// SPDX-License-Identifier: MIT
// Tells the service manager how we are: the protocol of sd_notify(3), without its library.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include "base/clock.h"

namespace nsfollow::daemon {

class Notify {
 public:
  // Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, and takes them out of the environment.
  static Notify from_environment();

  void ready(std::string_view status) const;
  void reloading() const;
  void stopping() const;
  void alive() const;  // pats the watchdog

  // How often alive() is expected; none: nobody watches.
  [[nodiscard]] std::optional<Duration> watchdog() const { return watchdog_; }

 private:
  void send(const std::string& state) const;

  std::string socket_;  // empty: nobody asked
  std::optional<Duration> watchdog_;
};

}  // namespace nsfollow::daemon
