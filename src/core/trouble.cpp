// SPDX-License-Identifier: MIT
#include "core/trouble.h"
#include "core/words.h"

namespace nsfollow::core {

bool Trouble::note(const Server& server, Outcome outcome, TimePoint now) {
  const bool is_new = last_ != outcome || server_ != server;
  if (!last_) since_ = now;
  ++tries_;
  last_ = outcome;
  server_ = server;
  return is_new;
}

std::optional<std::string> Trouble::end(const Server& server, TimePoint now) {
  if (!last_) return std::nullopt;
  auto text = words::recovered(server, now - since_, tries_);
  *this = {};
  return text;
}

}  // namespace nsfollow::core
