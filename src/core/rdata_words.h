// SPDX-License-Identifier: MIT
// The words that RDATA is written with (RFC 1035 5.1), and what they stand for.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/result.h"
#include "core/rdata_octets.h"

namespace nsfollow::core {

struct RdataWord {
  std::string_view text;  // without the quotes around it, its escapes as they are
  bool quoted = false;
};

// The words between blanks.  The errors are like those of parse_rdata.
[[nodiscard]] Result<std::vector<RdataWord>> split_words(std::string_view text);

// The same of texts alone: what does not begin with a quote is one text, whatever is in it.
[[nodiscard]] Result<std::vector<RdataWord>> split_texts(std::string_view text);

// With \DDD and \X resolved (RFC 1035 5.1); nothing when a "\" begins neither.
[[nodiscard]] std::optional<std::string> unescape(std::string_view text);

// The inverse, in printable ASCII alone.
[[nodiscard]] std::string escape_string(std::string_view octets);  // for within quotes
[[nodiscard]] std::string quote(std::string_view octets);

// A name in lower case and uncompressed; final dot or not, it is absolute.
[[nodiscard]] Result<std::string> parse_wire_name(std::string_view text);
// The inverse, without the final dot; nothing for what is compressed or no name.
[[nodiscard]] std::optional<std::string> read_wire_name(OctetReader& from);

[[nodiscard]] std::optional<std::string> parse_hex(std::string_view text);
[[nodiscard]] std::string to_hex(std::string_view octets);

// RFC 4648 4, strictly: padded, and zero in the bits that are left over.
[[nodiscard]] std::optional<std::string> parse_base64(std::string_view text);
[[nodiscard]] std::string to_base64(std::string_view octets);

}  // namespace nsfollow::core
