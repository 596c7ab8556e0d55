// SPDX-License-Identifier: MIT
// The blocks of the IANA special-purpose registries (RFC 6890) and their like.
#pragma once
#include <string_view>
#include "core/ip_address.h"

namespace nsfollow::core {

struct SpecialPurpose {
  std::string_view text;  // "private use, RFC 1918"; empty: none, others can reach the address
  // An address for a network behind a translator: RFC 1918, RFC 6598, unique local.
  bool is_private = false;
};

// What the address is reserved for, or nothing when it is an ordinary global unicast address.
[[nodiscard]] SpecialPurpose special_purpose(const IpAddress& address);

}  // namespace nsfollow::core
