// SPDX-License-Identifier: MIT
// What a text must not do to the parser behind it.
#pragma once
#include <optional>
#include <string_view>
#include "settings/document.h"

namespace nsfollow::settings {

// Finds the first place, if any, where toml++ would not be safe:
// - it and the trees it makes recurse once per bracket and once per dot of a key, so a text of a
//   megabyte could overflow the stack: at most 16 open brackets, at most 16 dots in one key;
// - 3.3 aborts or worse on a header without a name ("[[["), and runs into __builtin_unreachable on
//   some characters outside ASCII where white space may stand: outside quotes and comments (where
//   TOML has none anyway), and after a backslash that joins two lines.
// And where its words would mislead: text without quotes, and quotes that are not closed.
[[nodiscard]] std::optional<Fault> find_bad_shape(std::string_view text);

}  // namespace nsfollow::settings
