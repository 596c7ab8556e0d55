// SPDX-License-Identifier: MIT
// What nsfollow-echo says, made into an event.
#pragma once
#include <string_view>
#include "core/event.h"

namespace nsfollow::echo {

// `said` is its whole standard output, which must be exactly one line of the three kinds that its
// manual page lists, with an address of that family.  The event has no id yet.
[[nodiscard]] core::EchoTold read_answer(std::string_view said, core::Family family);

}  // namespace nsfollow::echo
