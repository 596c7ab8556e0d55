// SPDX-License-Identifier: MIT
// What the primary holds in a zone, as far as it told: the Published of "wanted, published".
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include "base/clock.h"
#include "core/change.h"
#include "core/rrset.h"

namespace nsfollow::core {

class Holdings {
 public:
  // `remembered`: what an earlier run knew the primary to hold.
  explicit Holdings(RecordPicture remembered) : remembered_(std::move(remembered)) {}

  // What it said last; a key that is missing is unknown.
  [[nodiscard]] const RecordPicture& published() const { return published_; }
  // The same, and beyond what is in doubt now: a hint for the next run.
  [[nodiscard]] const RecordPicture& remembered() const { return remembered_; }
  // What is remembered there was never wished for: somebody else's, as far as anybody can tell.
  [[nodiscard]] bool is_foreign(const RrsetKey& key) const { return foreign_.contains(key); }
  // When this run saw the RRset change; none: it was so before.
  [[nodiscard]] std::optional<TimePoint> confirmed_at(const RrsetKey& key) const;
  // Nothing but a TTL would change, and the server insists on the one that it has.
  [[nodiscard]] bool insists(const Change& change) const;

  // The primary shows this.  `is_ours`: it was wished for, or stands where others have a part
  // anyway.  True where something else was remembered.
  [[nodiscard]] bool show(const RrsetKey& key, const Rrset& found, bool is_ours);
  // It holds what is wished for there.
  void is_wished_for(const RrsetKey& key) { foreign_.erase(key); }
  // An update of this is shown, with this TTL.
  void keeps_ttl(const Change& change, std::chrono::seconds ttl);
  void confirm(const RrsetKey& key, TimePoint now) { confirmed_at_[key] = now; }
  // Nobody could be asked, but the primary has accepted it.
  void trust(const Change& change) { published_[change.key] = change.to; }

  void doubt(const RrsetKey& key) { published_.erase(key); }
  void doubt_all() { published_.clear(); }

  // Forgets what is over of either picture, by its key and RRset; returns which keys that concerns.
  template <class IsOver>
  std::set<RrsetKey> forget(IsOver is_over) {
    std::set<RrsetKey> keys;
    for (auto* picture : {&published_, &remembered_})
      std::erase_if(*picture, [&](const auto& known) {
        const bool over = is_over(known.first, known.second);
        if (over) keys.insert(known.first);
        return over;
      });
    for (const auto& key : keys) forget_circumstances(key);
    return keys;
  }

 private:
  void forget_circumstances(const RrsetKey& key);

  RecordPicture published_;
  RecordPicture remembered_;
  std::set<RrsetKey> foreign_;                        // of remembered_
  std::map<RrsetKey, std::chrono::seconds> own_ttl_;  // where the server insists on another TTL
  std::map<RrsetKey, TimePoint> confirmed_at_;
};

}  // namespace nsfollow::core
