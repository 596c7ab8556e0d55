// SPDX-License-Identifier: MIT
// The files of hooks/, as they were when this program was built.
#pragma once
#include <string_view>

namespace nsfollow::cli::hook_texts {

extern const std::string_view program;  // what they call
extern const std::string_view dhclient, dhcpcd, ifupdown, networkd_dispatcher, networkmanager, pppd,
    udhcpc;

}  // namespace nsfollow::cli::hook_texts
