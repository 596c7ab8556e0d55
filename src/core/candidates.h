// SPDX-License-Identifier: MIT
// What one source of addresses has to offer.
#pragma once
#include "core/selection.h"

namespace nsfollow::core {

struct Offer {
  std::vector<Candidate> candidates;
  bool unknown = false;          // nobody can tell just now
  bool is_coming = false;        // ... because the answer is on its way
  bool deprecated_left = false;  // something is there, but on its way out
  bool behind_nat = false;       // all that is there is private
  bool written_down = false;     // a literal
  std::string remark;
  Needs needs;

  [[nodiscard]] bool has_any() const;  // that is kept
};

// The point of view of a host: its family, its rules, and what is known.
struct Sight {
  Family family;
  const Rules& rules;
  const Seen& seen;
  const Others& others;
};

[[nodiscard]] Offer offer(const AddressSource& source, const Sight& sight);

}  // namespace nsfollow::core
