// SPDX-License-Identifier: MIT
// From a page to the address that it tells.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/ip_address.h"

namespace nsfollow::echo_probe {

struct Wish {
  std::optional<core::Family> family;  // none: either
  std::string json_key;  // the member of a JSON object; empty: the page is the address
};

// The page must be one address and nothing else but white space around it, or the page that
// checkip.dyndns.org has, or the JSON object of the wish.  The error says what it is instead; it
// is escaped and short.
[[nodiscard]] Result<core::IpAddress, std::string> address_in(std::string_view body,
                                                              const Wish& wish);

}  // namespace nsfollow::echo_probe
