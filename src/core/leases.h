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
#include "core/random.h"
#include "core/wish.h"

namespace nsfollow::core {

class Leases {
 public:
  // Those of the wanted RRsets that have to be renewed now.  What the server promised the run
  // before this one is not known, so that is due at once; what is not wanted any more is forgotten.
  [[nodiscard]] std::vector<RrsetKey> due(const WishPicture& wanted, TimePoint now);

  // An update of these was accepted, and the answer grants them `lease`; none: it says nothing of
  // leases.  True where it shows, and was not known, that the server grants none.
  [[nodiscard]] bool accepted(const std::vector<Change>& changes,
                              std::optional<std::chrono::seconds> lease, Random& random,
                              TimePoint now);

  // When something is due that was not yet when that was asked last; the end of time: never.
  [[nodiscard]] TimePoint next() const;

 private:
  std::map<RrsetKey, TimePoint> renew_at_;  // before the lease ends
  TimePoint asked_at_{};
  std::optional<std::chrono::seconds> granted_;  // by the last answer that said something of it
  bool are_ignored_ = false;
};

}  // namespace nsfollow::core
