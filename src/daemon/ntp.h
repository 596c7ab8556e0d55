// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include "core/checkup_report.h"

namespace nsfollow::daemon {

// What the kernel knows of the clock that it keeps (adjtimex(2)); nothing where that may not be
// asked.
[[nodiscard]] std::optional<core::NtpState> ask_ntp();

}  // namespace nsfollow::daemon
