// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include "base/result.h"

namespace nsfollow::settings {

struct EchoUrl {
  std::string same;        // equal for two spellings of one URL
  bool is_secret = false;  // https
};

// "https://ip.example.com/", and http.  The error is a predicate, and does not tell a password.
[[nodiscard]] Result<EchoUrl, std::string> parse_echo_url(std::string_view text);

}  // namespace nsfollow::settings
