// SPDX-License-Identifier: MIT
#include "core/leftovers.h"
#include <algorithm>

namespace nsfollow::core {

void Leftovers::add(const Zone& zone, const RrsetKey& key, const Rrset& remembered,
                    const Claims* claims) {
  auto records = remembered.records;
  if (claims != nullptr)
    if (const auto ours = claims->find(key); ours != claims->end()) records = ours->second;
  if (!records.empty())
    wishes_[zone.label()][key] = {.to = {}, .beside_others = true, .no_more = std::move(records)};
}

const WishPicture& Leftovers::of_zone(const ZoneLabel& zone) const {
  static const WishPicture none;
  const auto found = wishes_.find(zone);
  return found == wishes_.end() ? none : found->second;
}

bool Leftovers::has(const ZoneLabel& zone, const RrsetKey& key) const {
  return of_zone(zone).contains(key);
}

void Leftovers::keep(const ZoneLabel& zone, RecordPicture& picture) const {
  for (const auto& [key, wish] : of_zone(zone)) picture[key].records = wish.no_more;
}

bool Leftovers::forget(const ZoneLabel& zone, const RecordPicture& published) {
  const auto wishes = wishes_.find(zone);
  if (wishes == wishes_.end()) return false;
  return std::erase_if(wishes->second, [&](const auto& entry) {
           const auto& [key, wish] = entry;
           const auto found = published.find(key);
           return found != published.end() &&
                  std::ranges::none_of(wish.no_more, [&](const Rdata& rdata) {
                    return found->second.records.contains(rdata);
                  });
         }) > 0;
}

}  // namespace nsfollow::core
