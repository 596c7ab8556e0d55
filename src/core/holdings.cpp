// SPDX-License-Identifier: MIT
#include "core/holdings.h"

namespace nsfollow::core {

std::optional<TimePoint> Holdings::confirmed_at(const RrsetKey& key) const {
  const auto found = confirmed_at_.find(key);
  return found == confirmed_at_.end() ? std::nullopt : std::optional{found->second};
}

bool Holdings::insists(const Change& change) const {
  const auto ttl = own_ttl_.find(change.key);
  return ttl != own_ttl_.end() && ttl->second == change.from.ttl &&
         change.from.records == change.to.records;
}

bool Holdings::show(const RrsetKey& key, const Rrset& found, bool is_ours) {
  published_[key] = found;
  auto& known = remembered_[key];
  if (known.records != found.records && !is_ours) foreign_.insert(key);
  return std::exchange(known, found) != found;
}

void Holdings::keeps_ttl(const Change& change, std::chrono::seconds ttl) {
  if (ttl != change.to.ttl) own_ttl_[change.key] = ttl;
}

void Holdings::forget_circumstances(const RrsetKey& key) {
  foreign_.erase(key);
  own_ttl_.erase(key);
  confirmed_at_.erase(key);
}

}  // namespace nsfollow::core
