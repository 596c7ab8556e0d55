// SPDX-License-Identifier: MIT
#include "core/wish.h"

namespace nsfollow::core {

Rrset Wish::over(const Rrset& found) const {
  if (!beside_others) return to;
  Rrset goal = found;
  for (const auto& rdata : no_more) goal.records.erase(rdata);
  goal.records.insert(to.records.begin(), to.records.end());
  if (goal.empty()) goal.ttl = {};
  // One RRset has one TTL (RFC 2181 5.2): where others are, theirs stays.
  if (found.empty()) goal.ttl = to.ttl;
  return goal;
}

RecordPicture goals(const WishPicture& wishes, const RecordPicture& published) {
  RecordPicture all;
  for (const auto& [key, wish] : wishes)
    if (const auto found = published.find(key); found != published.end())
      all.emplace(key, wish.over(found->second));
  return all;
}

}  // namespace nsfollow::core
