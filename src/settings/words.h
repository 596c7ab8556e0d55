// SPDX-License-Identifier: MIT
// The words of error messages: what was written, what it nearly was, what it may be.
#pragma once
#include <sys/types.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nsfollow::settings {

// In quotes, fit for a terminal, and cut after 80 bytes.
[[nodiscard]] std::string quote(std::string_view text);

// The nearest choice that a slip of the keys explains, by the number of letters added, dropped,
// replaced or swapped with a neighbour; nothing when none is near.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> choices);

// `; did you mean "server"?`, or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> choices);

// Ready for a shell.
[[nodiscard]] std::string shell_word(const std::string& text);

// "0640"
[[nodiscard]] std::string octal(mode_t mode);

// "a, b, c"
[[nodiscard]] std::string list(std::span<const std::string_view> words);

}  // namespace nsfollow::settings
