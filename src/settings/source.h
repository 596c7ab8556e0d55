// SPDX-License-Identifier: MIT
// Where the addresses of a host come from, as people write it: the values of `ipv4` and `ipv6`.
#pragma once
#include <optional>
#include "core/policy.h"
#include "settings/field.h"

namespace nsfollow::settings {

// "auto", "off", an address of the family, or "interface:NAME[,NAME...]", of which an array may
// hold several.
[[nodiscard]] std::optional<core::AddressSource> read_source(const Field& field,
                                                             core::Family family);

}  // namespace nsfollow::settings
