// SPDX-License-Identifier: MIT
#include "core/settling.h"
#include <algorithm>

namespace nsfollow::core {

void Settling::stirred(TimePoint now) {
  const Duration calm = 4 * settle_.most;
  if (!last_stir_ || now - *last_stir_ > calm) quiet_ = settle_.least;
  last_stir_ = now;
  if (!due_) held_until_ = now + settle_.longest;
  due_ = std::min(std::max(due_.value_or(now), now + quiet_), held_until_);
}

void Settling::at_once(TimePoint now) {
  quiet_ = settle_.least;
  due_ = now;
}

void Settling::changed() { quiet_ = std::min(2 * quiet_, settle_.most); }

}  // namespace nsfollow::core
