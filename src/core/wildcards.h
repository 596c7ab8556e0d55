// SPDX-License-Identifier: MIT
// Answers that a wildcard gives for names that do not exist (RFC 4592).  No prerequisite matches
// them (RFC 2136 3.2), so to an update they are not there.
#pragma once
#include <map>
#include <optional>
#include "core/change.h"

namespace nsfollow::core {

class Wildcards {
 public:
  // The guard of this change alone failed.
  void dispute(const Change& change) { disputed_ = change; }
  void settle() { disputed_.reset(); }
  // What came to light where our own records have gone.
  void showed(const RrsetKey& key, const Rrset& found) { answers_[key] = found; }
  // The same records were put there by an update: what was taken for a wildcard's answer may have
  // been an old one.
  void forget(const RrsetKey& key) { answers_.erase(key); }

  // What exists there, where `found` was answered.
  [[nodiscard]] Rrset without(const RrsetKey& key, const Rrset& found);

 private:
  std::optional<Change> disputed_;
  std::map<RrsetKey, Rrset> answers_;
};

}  // namespace nsfollow::core
