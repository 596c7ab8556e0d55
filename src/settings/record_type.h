// SPDX-License-Identifier: MIT
// The types that a [[record]] may have.
#pragma once
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/rrset.h"

namespace nsfollow::settings {

// Any type that a person may keep in a zone by hand.  Refused are those that the server makes
// itself, and questions that are no data.  The error is a predicate.
[[nodiscard]] Result<core::RrType, std::string> parse_record_type(std::string_view text);

// "an MX", "a TXT"
[[nodiscard]] std::string with_article(core::RrType type);

// CNAME (RFC 1034 3.6.2), DNAME (RFC 6672 2.4): one record alone.
[[nodiscard]] bool is_single(core::RrType type);

}  // namespace nsfollow::settings
