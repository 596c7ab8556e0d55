// SPDX-License-Identifier: MIT
#include "core/claims.h"
#include <utility>

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {
// Longer than any copy of an update is valid: the fudge is 5 min at most.
constexpr Duration until_forgotten = 15min;
}  // namespace

ClaimBook::ClaimBook(std::map<ZoneLabel, Claims> before, bool keeps)
    : keeps_(keeps), claims_(std::move(before)) {}

void ClaimBook::claim(const ZoneLabel& zone, WishPicture& wishes, Turn& turn) {
  std::erase_if(wishes, [&](const auto& entry) {
    const auto& [key, wish] = entry;
    if (!wish.beside_others) return false;
    bool is_safe = true;
    for (const auto& rdata : wish.to.records) {
      const Item item{zone, key, rdata};
      const bool is_new = claims_[zone][key].insert(rdata).second;
      if (is_new && keeps_) unsafe_.emplace(item, 0);
      turn.must_save = turn.must_save || is_new;
      is_safe = is_safe && !unsafe_.contains(item);
    }
    return !is_safe;
  });
}

void ClaimBook::disown(const ZoneLabel& zone, WishPicture& wishes) const {
  for (auto& [key, wish] : wishes) {
    if (!wish.beside_others) continue;
    const auto* ours = find(zone, key);
    if (ours == nullptr) continue;
    for (const auto& rdata : *ours)
      if (!wish.to.records.contains(rdata)) wish.no_more.insert(rdata);
  }
}

void ClaimBook::forget(const ZoneLabel& zone, const WishPicture& wishes,
                       const RecordPicture& published, Turn& turn) {
  const auto claims = claims_.find(zone);
  if (claims == claims_.end()) return;
  for (auto& entry : claims->second) {
    const auto& key = entry.first;
    auto& ours = entry.second;
    const auto wish = wishes.find(key);
    const auto found = published.find(key);
    std::erase_if(ours, [&](const Rdata& rdata) {
      const bool is_wished = wish != wishes.end() && wish->second.to.records.contains(rdata);
      const bool is_gone = found != published.end() && !found->second.records.contains(rdata);
      const Item item{zone, key, rdata};
      if (is_wished || !is_gone) {
        gone_since_.erase(item);
        return false;
      }
      if (turn.now < gone_since_.emplace(item, turn.now).first->second + until_forgotten)
        return false;
      gone_since_.erase(item);
      turn.must_save = true;
      return true;
    });
  }
  std::erase_if(claims->second, [](const auto& entry) { return entry.second.empty(); });
}

bool ClaimBook::saving(ExchangeId id) {
  bool is_awaited = false;
  for (auto& [item, saving] : unsafe_) {
    if (saving == 0) saving = id;
    is_awaited = true;
  }
  return is_awaited;
}

bool ClaimBook::saved(ExchangeId id) {
  return std::erase_if(unsafe_, [id](const auto& entry) {
           return entry.second != 0 && entry.second <= id;
         }) > 0;
}

const std::set<Rdata>* ClaimBook::find(const ZoneLabel& zone, const RrsetKey& key) const {
  const auto claims = claims_.find(zone);
  if (claims == claims_.end()) return nullptr;
  const auto ours = claims->second.find(key);
  return ours == claims->second.end() ? nullptr : &ours->second;
}

}  // namespace nsfollow::core
