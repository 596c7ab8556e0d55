// SPDX-License-Identifier: MIT
// A name server as people write it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/server.h"

namespace nsfollow::settings {

// "ns1.example.com", "192.0.2.1", "2001:db8::1", each also with a port: "ns1.example.com:5353",
// "[2001:db8::1]:5353".  The error is a predicate for a sentence about the text.  `port`: where the
// text says none.
[[nodiscard]] Result<core::Server, std::string> parse_server(std::string_view text,
                                                             std::uint16_t port = 53);

}  // namespace nsfollow::settings
