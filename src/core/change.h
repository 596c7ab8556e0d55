// SPDX-License-Identifier: MIT
// One RRset's way from what is there to what should be there.
#pragma once
#include "core/rrset.h"

namespace nsfollow::core {

struct Change {
  RrsetKey key;
  Rrset
      from;  // the guard: the exact records that must be there now, or none (RFC 2136 2.4.2, 2.4.3)
  Rrset to;  // what shall be there; none: the RRset is deleted
  bool by_record = false;   // others write here, too: only the records that differ are touched
  std::set<Rdata> again{};  // ... and these of `to`, which are sent although they are there
  bool operator==(const Change&) const = default;
};

}  // namespace nsfollow::core
