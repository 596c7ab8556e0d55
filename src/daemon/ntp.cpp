// SPDX-License-Identifier: MIT
#include "daemon/ntp.h"
#include <sys/timex.h>

namespace nsfollow::daemon {

std::optional<core::NtpState> ask_ntp() {
  timex state{};  // no modes: nothing is set, and no privilege is needed
  const int result = adjtimex(&state);
  if (result < 0) return std::nullopt;
  return core::NtpState{.is_synchronised = result != TIME_ERROR && (state.status & STA_UNSYNC) == 0,
                        .most_error = std::chrono::microseconds{state.maxerror}};
}

}  // namespace nsfollow::daemon
