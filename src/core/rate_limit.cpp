// SPDX-License-Identifier: MIT
#include "core/rate_limit.h"
#include <algorithm>

namespace nsfollow::core {

RateLimit::RateLimit(unsigned tokens, TimePoint now)
    : tokens_(std::min(tokens, most)), refilled_(now) {}

bool RateLimit::take(TimePoint now) {
  refill(now);
  if (tokens_ == 0) return false;
  --tokens_;
  return true;
}

TimePoint RateLimit::next(TimePoint now) {
  refill(now);
  return tokens_ > 0 ? now : refilled_ + per_token;
}

unsigned RateLimit::tokens(TimePoint now) {
  refill(now);
  return tokens_;
}

void RateLimit::refill(TimePoint now) {
  const auto earned = std::max<Duration::rep>((now - refilled_) / per_token, 0);
  tokens_ += static_cast<unsigned>(std::min<Duration::rep>(earned, most - tokens_));
  refilled_ = tokens_ == most ? now : refilled_ + earned * per_token;  // full saves nothing up
}

}  // namespace nsfollow::core
