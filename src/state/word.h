// SPDX-License-Identifier: MIT
// Any text as one word of a line.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace nsfollow::state {

// Printable ASCII stays as it is; blanks, "%" and all else become "%" and two digits of
// hexadecimal;
// "-" stands for the empty text.
[[nodiscard]] std::string to_word(std::string_view text);

// The inverse; nothing for what to_word() never makes, and for more than 2048 characters.
[[nodiscard]] std::optional<std::string> parse_word(std::string_view word);

// What parse_word() takes is never longer than this.
inline constexpr std::size_t longest_word = 2048;

}  // namespace nsfollow::state
