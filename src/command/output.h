// SPDX-License-Identifier: MIT
// From what a program printed to the addresses in it.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/result.h"
#include "core/ip_address.h"

namespace nsfollow::command {

// One address of the family a line, with white space around it or without; blank lines do not
// count.  At least one, at most 64, each once in the result.  The error says what is wrong,
// "printed nothing", escaped.
[[nodiscard]] Result<std::vector<core::IpAddress>, std::string> addresses_in(std::string_view said,
                                                                             core::Family family);

}  // namespace nsfollow::command
