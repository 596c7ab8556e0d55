// SPDX-License-Identifier: MIT
// RRsets that the server does not tell of, perhaps in a zone that is delegated from this one: they
// shall not keep the others from following.  Many of them are the server's trouble, not theirs.
#pragma once
#include <cstddef>
#include <map>
#include <vector>
#include "base/clock.h"
#include "core/rrset.h"
#include "core/wish.h"

namespace nsfollow::core {

class Unreadable {
 public:
  // A look for so many is about to begin.
  void looking(std::size_t keys) { asks_for_several_ = keys > 1; }
  // It stumbled at this one, which is not asked for until then.  True where the next look may go on
  // with the others.
  [[nodiscard]] bool stumbled(const RrsetKey& key, TimePoint until);
  [[nodiscard]] bool is_of_several() const { return asks_for_several_; }
  // A look came to its end.
  void looked() { stumbles_ = 0; }

  [[nodiscard]] bool contains(const RrsetKey& key) const { return until_.contains(key); }
  // Those of the wanted ones.
  [[nodiscard]] std::vector<RrsetKey> among(const WishPicture& wanted) const;

  void expire(TimePoint now);
  void forget(const RrsetKey& key) { until_.erase(key); }
  void clear() { until_.clear(); }  // another server may tell more

 private:
  std::map<RrsetKey, TimePoint> until_;
  bool asks_for_several_ = false;  // the last look
  unsigned stumbles_ = 0;          // looks in a row that one RRset was in the way of
};

}  // namespace nsfollow::core
