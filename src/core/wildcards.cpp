// SPDX-License-Identifier: MIT
#include "core/wildcards.h"

namespace nsfollow::core {

// A guard that failed alone, and whose records are found again word for word, was a wildcard's
// answer; one that failed because something is there was none.
Rrset Wildcards::without(const RrsetKey& key, const Rrset& found) {
  if (disputed_ && disputed_->key == key) {
    if (disputed_->from.empty()) answers_.erase(key);
    if (!disputed_->from.empty() && disputed_->from == found) answers_[key] = found;
  }
  const auto known = answers_.find(key);
  return known != answers_.end() && known->second == found ? Rrset{} : found;
}

}  // namespace nsfollow::core
