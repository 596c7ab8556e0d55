// SPDX-License-Identifier: MIT
#include "core/settling.h"
#include <algorithm>

namespace nsfollow::core {

namespace {
// Doubling would do on a calm machine; on a busy one changes come in clumps, and each step of the
// way up is an update more.
constexpr int growth = 4;
}  // namespace

void Settling::stirred(TimePoint now) {
  if (expected_ && now < expected_->until) return at_once(now);
  const Duration calm = 4 * settle_.most;
  if (!last_stir_ || now - *last_stir_ > calm) quiet_ = settle_.least;
  last_stir_ = now;
  if (!due_) held_until_ = now + settle_.longest;
  due_ = std::min(std::max(due_.value_or(now), now + quiet_), held_until_);
}

void Settling::expect(const IpAddress& address, TimePoint until) {
  expected_ = Expected{address, until};
}

void Settling::seen(const Seen& seen) {
  if (expected_ && seen.has_address(expected_->address)) expected_.reset();
}

void Settling::at_once(TimePoint now) {
  quiet_ = settle_.least;
  due_ = now;
}

void Settling::changed() { quiet_ = std::min(growth * quiet_, settle_.most); }

}  // namespace nsfollow::core
