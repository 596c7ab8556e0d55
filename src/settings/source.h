// SPDX-License-Identifier: MIT
// Where the addresses of a host come from, as people write it: the values of `ipv4` and `ipv6`.
#pragma once
#include <optional>
#include "core/policy.h"
#include "settings/field.h"

namespace nsfollow::settings {

// One source or an array of them, of which neighbouring "interface:" ones become one; "off" alone
// makes none.  Nothing where there was an error.
[[nodiscard]] std::optional<core::AddressSources> read_sources(const Field& field,
                                                               core::Family family);

}  // namespace nsfollow::settings
