// SPDX-License-Identifier: MIT
#include "core/leases.h"
#include <algorithm>
#include <utility>

namespace nsfollow::core {

std::vector<RrsetKey> Leases::due(const WishPicture& wanted, TimePoint now) {
  std::vector<RrsetKey> keys;
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

// Most servers know no leases, and then nothing has to be renewed.
bool Leases::accepted(const std::vector<Change>& changes, std::optional<std::chrono::seconds> lease,
                      TimePoint now) {
  const auto at = lease ? now + *lease * 4 / 5 : TimePoint::max();  // RFC 9664 5.2
  for (const auto& change : changes) renew_at_[change.key] = at;
  const bool were_ignored = std::exchange(are_ignored_, !lease);
  return are_ignored_ && !were_ignored;
}

TimePoint Leases::next() const {
  auto next = TimePoint::max();
  for (const auto& [key, at] : renew_at_) next = std::min(next, at);
  return next;
}

}  // namespace nsfollow::core
