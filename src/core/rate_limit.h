// SPDX-License-Identifier: MIT
// The token bucket of one server: 30 updates at once, then 6 a minute.  Attempts count, whatever
// becomes of them, so that nothing we misunderstand can turn into a flood.
#pragma once
#include "base/clock.h"

namespace nsfollow::core {

class RateLimit {
 public:
  static constexpr unsigned most = 30;
  static constexpr Duration per_token = std::chrono::seconds{10};

  RateLimit(unsigned tokens, TimePoint now);

  [[nodiscard]] bool take(TimePoint now);       // false: none is left just now
  [[nodiscard]] TimePoint next(TimePoint now);  // when the next one can be taken
  [[nodiscard]] unsigned tokens(TimePoint now);

 private:
  void refill(TimePoint now);

  unsigned tokens_;
  TimePoint refilled_;  // up to here time has been turned into tokens
};

}  // namespace nsfollow::core
