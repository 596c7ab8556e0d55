// SPDX-License-Identifier: MIT
// One string out of a JSON object, and nothing else of it (RFC 8259).
#pragma once
#include <string>
#include <string_view>
#include "base/result.h"

namespace nsfollow::echo_probe {

// The string that the object's own member `key` holds.  The whole text must be sound JSON, at most
// 16 levels deep.  The error says what is wrong.
[[nodiscard]] Result<std::string> json_member(std::string_view text, std::string_view key);

}  // namespace nsfollow::echo_probe
