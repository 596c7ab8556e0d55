// SPDX-License-Identifier: MIT
// Records made from addresses.
#pragma once
#include <functional>
#include <string>
#include <vector>
#include "core/policy.h"

namespace nsfollow::core {

// The addresses that stand for a mark; at the end none may be left.
using AddressesOf = std::function<std::vector<IpAddress>(const AddressMark&)>;

// The template's text for these addresses.  The word (between blanks) around a mark stands once for
// each address, "ip4:192.0.2.7 ip4:192.0.2.8"; in an SVCB or HTTPS record, whose hints are lists,
// they stand side by side, "ipv4hint=192.0.2.7,192.0.2.8".  Without an address it disappears.
[[nodiscard]] std::string expand(const Template& text, RrType type, const AddressesOf& addresses);

}  // namespace nsfollow::core
