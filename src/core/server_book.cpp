// SPDX-License-Identifier: MIT
#include "core/server_book.h"
#include <algorithm>

namespace nsfollow::core {

ServerBook::ServerBook(const Recalled& recalled, TimePoint now) : start_(now) {
  const auto earned = static_cast<unsigned>(
      std::clamp<Duration::rep>(recalled.age / RateLimit::per_token, 0, RateLimit::most));
  // Whoever ended without a word may have spent all it had, at servers it never wrote down.
  const bool all_spent = recalled.is_patient && (recalled.saved.in_use || !recalled.trusted);
  if (all_spent) {
    tokens_of_a_new_one_ = recalled.trusted ? earned : 0;
    return;
  }
  for (const auto& [server, left] : recalled.saved.tokens)
    pages_.emplace(server, Page{RateLimit{std::min(left, RateLimit::most) + earned, now}, {}});
}

void ServerBook::open(const Server& server) {
  pages_.try_emplace(server, Page{RateLimit{tokens_of_a_new_one_, start_}, {}});
}

std::map<Server, unsigned> ServerBook::tokens(TimePoint now) {
  std::map<Server, unsigned> tokens;
  for (auto& [server, page] : pages_) tokens.emplace(server, page.rate.tokens(now));
  return tokens;
}

bool ServerBook::drop_clocks() {
  bool any = false;
  for (auto& [server, page] : pages_) {
    any = any || page.clock;
    page.clock.reset();
  }
  return any;
}

}  // namespace nsfollow::core
