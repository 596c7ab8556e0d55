// SPDX-License-Identifier: MIT
#include "core/changes.h"

namespace nsfollow::core {

namespace {

// Half of what a message can hold: compression is not counted on, and TSIG needs room too.
constexpr std::size_t message_budget = 32'000;

std::size_t octets(const RrsetKey& key, const Rrset& rrset) {
  std::size_t sum = 0;
  for (const auto& rdata : rrset.records) sum += key.owner.to_text().size() + 12 + rdata.size();
  return sum;
}

std::size_t octets(const Change& change) {
  const std::size_t bare = change.key.owner.to_text().size() + 12;  // "absent", "delete RRset"
  return 2 * bare + octets(change.key, change.from) + octets(change.key, change.to);
}

}  // namespace

std::vector<Change> difference(const RecordPicture& published, const RecordPicture& wanted) {
  std::vector<Change> changes;
  for (const auto& [key, rrset] : wanted) {
    const auto known = published.find(key);
    if (known != published.end() && known->second != rrset)
      changes.push_back({key, known->second, rrset});
  }
  return changes;
}

std::vector<Change> first_message(std::vector<Change> changes) {
  std::size_t sum = 0;
  std::size_t fit = 0;
  while (fit < changes.size() && (sum += octets(changes[fit])) <= message_budget) ++fit;
  changes.resize(std::max<std::size_t>(fit, std::min<std::size_t>(changes.size(), 1)));
  return changes;
}

}  // namespace nsfollow::core
