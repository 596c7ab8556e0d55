// SPDX-License-Identifier: MIT
// What a text must not do to the parser behind it.
#pragma once
#include <optional>
#include <string_view>
#include "settings/document.h"

namespace nsfollow::settings {

// toml++ and the trees it makes recurse once per bracket and once per dot of a key, so a text of a
// megabyte can overflow the stack; and some versions abort on a header without a name.  Finds the
// first such place: more than 16 brackets open, more than 16 dots in one key or "[[[".
[[nodiscard]] std::optional<Fault> find_bad_shape(std::string_view text);

}  // namespace nsfollow::settings
