// SPDX-License-Identifier: MIT
#include "core/rivalry.h"
#include <algorithm>

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {
constexpr Duration window = 1h;
}  // namespace

bool Rivalry::note(const RrsetKey& key, TimePoint now) {
  auto& it = cases_[key];
  it.times.push_back(now);
  while (it.times.front() + window < now) it.times.pop_front();
  if (it.times.size() <= most_in_an_hour) return false;
  if (it.alarmed_at && now < *it.alarmed_at + window) return false;
  it.alarmed_at = now;
  return true;
}

std::optional<std::size_t> Rivalry::fight(const RrsetKey& key, TimePoint now) const {
  const auto found = cases_.find(key);
  if (found == cases_.end()) return std::nullopt;
  const auto count = static_cast<std::size_t>(std::ranges::count_if(
      found->second.times, [now](TimePoint at) { return at + window >= now; }));
  return count > most_in_an_hour ? std::optional{count} : std::nullopt;
}

}  // namespace nsfollow::core
