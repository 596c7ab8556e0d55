// SPDX-License-Identifier: MIT
// RDATA as people write it in a zone file (RFC 1035 5.1), for one record and without "@", "(", ";"
// and relative names: a name is absolute with or without its final dot.
// A TXT that does not begin with a quote is one text, blanks and all: v=spf1 -all.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/rrset.h"

namespace nsfollow::core {

// "TXT", in any case, or "TYPE65280" (RFC 3597 5); nothing for what is no type of data.
[[nodiscard]] std::optional<RrType> parse_rr_type(std::string_view text);

// The octets of "10 mail.example.com" for an MX; "\# 4 c0000207" (RFC 3597 5) does for any type.
// The same data has the same octets, however it is written.
// The error follows the words "the value": "wants a preference of 0 to 65535 first".
[[nodiscard]] Result<Rdata> parse_rdata(RrType type, std::string_view text);

// The inverse; nothing for a type that has no text of its own, and for octets that parse_rdata
// would never make but for upper case in names.
[[nodiscard]] std::optional<std::string> rdata_text(RrType type, const Rdata& rdata);

}  // namespace nsfollow::core
