// SPDX-License-Identifier: MIT
// A machine behind this one: "br-lan/64 + ::2de:adff:fe00:beef".
#pragma once
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/policy.h"

namespace nsfollow::settings {

// What follows the word "prefix:".  The suffix may be "mac:aa:bb:cc:dd:ee:ff", which makes the
// interface identifier of RFC 4291 appendix A.  The error is a predicate.
[[nodiscard]] Result<core::PrefixSource, std::string> parse_prefix_source(std::string_view text);

}  // namespace nsfollow::settings
