// SPDX-License-Identifier: MIT
#include "core/trouble.h"
#include "core/words.h"

namespace nsfollow::core {

bool Trouble::note(const Server& server, Outcome outcome, TimePoint now) {
  if (!last_) since_ = now;
  ++tries_;
  last_ = outcome;
  return told_[server].insert(outcome).second;
}

void Trouble::outage_ended() {
  for (auto& [server, outcomes] : told_)
    std::erase_if(outcomes, [](Outcome outcome) { return !needs_a_person(outcome); });
}

std::optional<std::string> Trouble::end(const Server& server, TimePoint now) {
  if (!last_) return std::nullopt;
  auto text = words::recovered(server, told_.contains(server), now - since_, tries_);
  *this = {};
  return text;
}

}  // namespace nsfollow::core
