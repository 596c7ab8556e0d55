// SPDX-License-Identifier: MIT
// The difference between what is published and what should be.
#pragma once
#include <vector>
#include "core/change.h"

namespace nsfollow::core {

// What must change so that `published` holds everything of `wanted`.  Keys whose published state
// is unknown are left out: nothing is changed on a guess.
[[nodiscard]] std::vector<Change> difference(const RecordPicture& published,
                                             const RecordPicture& wanted);

// As many of the changes, from the front, as surely fit into one DNS message over TCP
// (RFC 1035 4.2.2: 65,535 octets); at least one.
[[nodiscard]] std::vector<Change> first_message(std::vector<Change> changes);

}  // namespace nsfollow::core
