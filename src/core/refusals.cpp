// SPDX-License-Identifier: MIT
#include "core/refusals.h"
#include <algorithm>

namespace nsfollow::core {

namespace {

bool is_of_addresses(const Change& change) {
  return change.key.type == RrType::a || change.key.type == RrType::aaaa;
}

}  // namespace

bool Refusals::refused(const RrsetKey& key, TimePoint until) {
  is_split_ = true;
  return held_.insert_or_assign(key, until).second;
}

bool Refusals::is_held(const RrsetKey& key, TimePoint now) const {
  const auto held = held_.find(key);
  return held != held_.end() && now < held->second;
}

void Refusals::accepted(const RrsetKey& key) {
  was_accepted_ = true;
  held_.erase(key);
}

void Refusals::hold_back(const std::vector<RrsetKey>& keys, TimePoint until) {
  for (const auto& key : keys) held_.insert_or_assign(key, until);
}

void Refusals::retry_now(TimePoint now) {
  for (auto& [key, until] : held_) until = std::min(until, now);
}

std::vector<Change> Refusals::sendable(std::vector<Change> changes, TimePoint now) const {
  if (!is_split_) return changes;
  std::erase_if(changes, [&](const Change& change) { return is_held(change.key, now); });
  std::stable_partition(changes.begin(), changes.end(), is_of_addresses);
  if (changes.size() > 1) changes.resize(1);
  return changes;
}

std::optional<TimePoint> Refusals::next(const std::vector<RrsetKey>& keys) const {
  std::optional<TimePoint> next;
  for (const auto& key : keys)
    if (const auto held = held_.find(key); held != held_.end())
      next = std::min(next.value_or(held->second), held->second);
  return next;
}

}  // namespace nsfollow::core
