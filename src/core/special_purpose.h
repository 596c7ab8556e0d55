// SPDX-License-Identifier: MIT
// The blocks of the IANA special-purpose registries (RFC 6890) and their like.
#pragma once
#include <string_view>
#include "core/ip_address.h"

namespace nsfollow::core {

// What the address is reserved for ("private use, RFC 1918"), or nothing when it is an ordinary
// global unicast address that others can reach.
[[nodiscard]] std::string_view special_purpose(const IpAddress& address);

}  // namespace nsfollow::core
