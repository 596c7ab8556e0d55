// SPDX-License-Identifier: MIT
// The text of a state file: "nsfollow-state 1", then one fact a line, then a checksum.
// Reading it never trusts it: a file that is not exactly well-formed is refused as a whole.
// A wait is written in whole milliseconds, rounded up, and is at most 24 hours.
#pragma once
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/saved.h"
#include "state/stamp.h"

namespace nsfollow::state {

struct Kept {
  core::Saved saved;
  Stamp stamp;
  bool operator==(const Kept&) const = default;
};

[[nodiscard]] std::string to_text(const core::Saved& saved, const Stamp& stamp);

// The error ends a sentence that begins with the file's name: "is empty".
[[nodiscard]] Result<Kept, std::string> parse(std::string_view text);

// The checksum of the last line: FNV-1a of 64 bits, over everything before that line.
[[nodiscard]] std::uint64_t checksum(std::string_view text);

}  // namespace nsfollow::state
