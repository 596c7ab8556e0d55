// SPDX-License-Identifier: MIT
#include "core/leases.h"
#include <algorithm>
#include <utility>

namespace nsfollow::core {

std::vector<RrsetKey> Leases::due(const WishPicture& wanted, TimePoint now) {
  std::vector<RrsetKey> keys;
  asked_at_ = now;
  const auto before = std::exchange(renew_at_, {});
  for (const auto& [key, wish] : wanted) {
    if (wish.to.empty()) continue;
    const auto known = before.find(key);
    const auto at = known == before.end() ? now : known->second;
    renew_at_[key] = at;
    if (at <= now) keys.push_back(key);
  }
  return keys;
}

// Most servers know no leases, and then nothing has to be renewed.  One that granted a lease before
// and says nothing now is taken to have granted the same again (RFC 9664 5).
bool Leases::accepted(const std::vector<Change>& changes, std::optional<std::chrono::seconds> lease,
                      Random& random, TimePoint now) {
  if (lease) granted_ = *lease > std::chrono::seconds::zero() ? lease : std::nullopt;
  auto at = TimePoint::max();
  if (granted_) {
    const Duration whole = *granted_;
    at = now + random.between(whole * 80 / 100, whole * 85 / 100);  // RFC 9664 5.2
  }
  for (const auto& change : changes) renew_at_[change.key] = at;
  const bool were_ignored = std::exchange(are_ignored_, !granted_);
  return are_ignored_ && !were_ignored;
}

TimePoint Leases::next() const {
  auto next = TimePoint::max();
  for (const auto& [key, at] : renew_at_)
    if (at > asked_at_) next = std::min(next, at);
  return next;
}

}  // namespace nsfollow::core
