// SPDX-License-Identifier: MIT
// When the records of a zone have to be renewed, where the server takes them out unless they are
// (RFC 9664).  Each RRset has a lease of its own: an update of one renews no other, and one that
// nobody answered renews nothing.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <vector>
#include "base/clock.h"
#include "core/change.h"
#include "core/wish.h"

namespace nsfollow::core {

class Leases {
 public:
  // Those of the wanted RRsets that have to be renewed now.  What the server promised the run
  // before this one is not known, so that is due at once; what is not wanted any more is forgotten.
  [[nodiscard]] std::vector<RrsetKey> due(const WishPicture& wanted, TimePoint now);

  // An update of these was accepted, and the answer grants them `lease`; none: it says nothing of
  // leases.  True where the last answer was not as silent, or this is the first.
  [[nodiscard]] bool accepted(const std::vector<Change>& changes,
                              std::optional<std::chrono::seconds> lease, TimePoint now);

  // When something is due; the end of time where nothing is to be renewed.
  [[nodiscard]] TimePoint next() const;

 private:
  std::map<RrsetKey, TimePoint> renew_at_;  // before the lease ends
  bool are_ignored_ = false;
};

}  // namespace nsfollow::core
