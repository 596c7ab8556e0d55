// SPDX-License-Identifier: MIT
#include "core/unreadable.h"
#include <algorithm>
#include <utility>

namespace nsfollow::core {

namespace {

constexpr std::size_t most_stumbles = 3;

// Where nothing could be read, that is likely so again: only some of the next looks go on.
constexpr unsigned one_in = 4;

}  // namespace

bool Unreadable::stumbled(const RrsetKey& key, const Reply& reply, TimePoint until) {
  const bool is_hopeful = !stumbles_.empty() || failures_ % one_in == 0;
  if (!asks_for_several_ || stumbles_.size() == most_stumbles || !is_hopeful) {
    clear();
    ++failures_;
    return false;
  }
  until_[key] = until;
  stumbles_.push_back({key, reply, until});
  return true;
}

std::vector<Unreadable::News> Unreadable::looked(const RecordPicture& found) {
  failures_ = 0;
  for (const auto& [key, rrset] : found) told_.erase(key);
  auto news = std::exchange(stumbles_, {});
  std::erase_if(news, [this](const News& one) { return !told_.insert(one.key).second; });
  return news;
}

void Unreadable::clear() {
  until_.clear();
  stumbles_.clear();
}

bool Unreadable::is_any_of(const WishPicture& wanted) const {
  return std::ranges::any_of(until_,
                             [&](const auto& entry) { return wanted.contains(entry.first); });
}

TimePoint Unreadable::next() const {
  auto next = TimePoint::max();
  for (const auto& [key, until] : until_) next = std::min(next, until);
  return next;
}

void Unreadable::expire(TimePoint now) {
  std::erase_if(until_, [now](const auto& entry) { return entry.second <= now; });
}

}  // namespace nsfollow::core
