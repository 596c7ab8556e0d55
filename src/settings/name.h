// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include "core/dns_name.h"
#include "settings/field.h"

namespace nsfollow::settings {

// `wanted` ends the sentence "... wants": "a name such as "host1.d.example.com"".
[[nodiscard]] std::optional<core::DnsName> read_name(const Field& field, std::string_view wanted);

}  // namespace nsfollow::settings
