// SPDX-License-Identifier: MIT
// RRsets that the server does not tell of, perhaps in a zone that is delegated from this one: they
// shall not keep the others from following.  Many of them are the server's trouble, not theirs.
#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <vector>
#include "base/clock.h"
#include "core/reply.h"
#include "core/rrset.h"
#include "core/wish.h"

namespace nsfollow::core {

class Unreadable {
 public:
  // A look for so many is about to begin.
  void looking(std::size_t keys) { asks_for_several_ = keys > 1; }
  // It stumbled at this one, which is not asked for until then.  True where the next look may go on
  // with the others; else nothing can be read, and that is the trouble of none of them.
  [[nodiscard]] bool stumbled(const RrsetKey& key, const Reply& reply, TimePoint until);

  struct News {
    RrsetKey key;
    Reply reply;
    TimePoint until;
  };
  // A look for others came to its end, and showed these.  Returns what was stumbled at on the way,
  // and not told since it was read last.
  [[nodiscard]] std::vector<News> looked(const RecordPicture& found);

  [[nodiscard]] bool contains(const RrsetKey& key) const { return until_.contains(key); }
  [[nodiscard]] bool is_any_of(const WishPicture& wanted) const;

  void expire(TimePoint now);
  // When to ask for the next one of them; the end of time where there is none.
  [[nodiscard]] TimePoint next() const;
  void forget(const RrsetKey& key) {
    until_.erase(key);
    told_.erase(key);
  }
  // All of them may be asked for: another server may tell more.
  void clear();

 private:
  std::map<RrsetKey, TimePoint> until_;
  std::set<RrsetKey> told_;
  std::vector<News> stumbles_;     // looks in a row that one RRset was in the way of
  unsigned failures_ = 0;          // to read anything, in a row
  bool asks_for_several_ = false;  // the last look
};

}  // namespace nsfollow::core
