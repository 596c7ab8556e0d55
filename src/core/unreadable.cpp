// SPDX-License-Identifier: MIT
#include "core/unreadable.h"

namespace nsfollow::core {

namespace {

constexpr unsigned most_stumbles = 3;

}  // namespace

bool Unreadable::stumbled(const RrsetKey& key, TimePoint until) {
  until_[key] = until;
  return ++stumbles_ <= most_stumbles;
}

std::vector<RrsetKey> Unreadable::among(const WishPicture& wanted) const {
  std::vector<RrsetKey> keys;
  for (const auto& [key, until] : until_)
    if (wanted.contains(key)) keys.push_back(key);
  return keys;
}

void Unreadable::expire(TimePoint now) {
  std::erase_if(until_, [now](const auto& entry) { return entry.second <= now; });
}

}  // namespace nsfollow::core
