// SPDX-License-Identifier: MIT
// What one RRset should be.
#pragma once
#include "core/rrset.h"

namespace nsfollow::core {

struct Wish {
  Rrset to;                      // these records shall be there ...
  bool beside_others = false;    // false: and no other
  std::set<Rdata> no_more = {};  // with `beside_others`: and these, which were ours, shall not

  // What the RRset has to become, where `found` is there now.
  [[nodiscard]] Rrset over(const Rrset& found) const;
};

// By zone: a key that is missing is not known, and must not be touched.
using WishPicture = std::map<RrsetKey, Wish>;

// What the zone has to become, as far as is known what it holds.
[[nodiscard]] RecordPicture goals(const WishPicture& wishes, const RecordPicture& published);

}  // namespace nsfollow::core
