// SPDX-License-Identifier: MIT
// What `nsfollow check --online` prints.
#pragma once
#include <string>
#include "core/checkup_report.h"

namespace nsfollow::cli {

// For people, at most 80 columns wide where words allow.
[[nodiscard]] std::string to_text(const core::CheckupReport& report, bool with_colour);
// For programs; documented in nsfollow(8).
[[nodiscard]] std::string to_json(const core::CheckupReport& report);

}  // namespace nsfollow::cli
