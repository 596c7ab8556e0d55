// SPDX-License-Identifier: MIT
// Base64 for secrets.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include "base/secret.h"

namespace nsfollow::settings {

// RFC 4648 4, strictly: whole quanta, padding where it belongs, no white space, and zero in the
// bits that the padding leaves over (3.5).  Empty text makes an empty Secret.
[[nodiscard]] std::optional<Secret> decode_base64(std::string_view text);

// The inverse, in one line.
[[nodiscard]] std::string encode_base64(std::span<const std::uint8_t> bytes);

}  // namespace nsfollow::settings
