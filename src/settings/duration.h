// SPDX-License-Identifier: MIT
// Spans of time as people write them: "250ms", "30s", "1h30m".
#pragma once
#include <string>
#include <string_view>
#include "base/clock.h"
#include "base/result.h"

namespace nsfollow::settings {

// Whole numbers with the units d, h, m, s and ms, the larger unit first.
// The error is a predicate for a sentence about the text: "lacks a unit: write "30s"".
[[nodiscard]] Result<Duration, std::string> parse_duration(std::string_view text);

// The inverse, rounded down to milliseconds.
[[nodiscard]] std::string to_text(Duration duration);

}  // namespace nsfollow::settings
