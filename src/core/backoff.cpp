// SPDX-License-Identifier: MIT
#include "core/backoff.h"
#include <algorithm>

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {
constexpr Duration longest = 10min;

Duration with_jitter(Duration most, Random& random) { return random.between(most / 2, most); }
}  // namespace

Duration Backoff::after_outage(TimePoint attempt_began, TimePoint now, Random& random) {
  if (!outage_since_) outage_since_ = attempt_began;
  return with_jitter(std::clamp<Duration>((now - *outage_since_) / 3, 1s, longest), random);
}

Duration Backoff::after_refusal(Random& random) {
  refusal_ = std::clamp<Duration>(2 * refusal_, 30s, longest);
  return with_jitter(refusal_, random);
}

void Backoff::succeeded() {
  outage_ended();
  refusal_ = {};
}

}  // namespace nsfollow::core
