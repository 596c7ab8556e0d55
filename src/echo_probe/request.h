// SPDX-License-Identifier: MIT
// One HTTP request by libcurl, within narrow limits.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include "core/ip_address.h"

namespace nsfollow::echo_probe {

struct Request {
  std::string url;
  std::optional<core::Family> family;
  std::string interface;             // its name; empty: as routed
  std::chrono::seconds longest{10};  // for all of it
  std::string authorities;           // trusted certificates, PEM; empty: the system's
};

struct Page {
  std::string body;
};
struct Unwelcome {
  long status = 0;                                  // 403, 429 or 503
  std::optional<std::chrono::seconds> retry_after;  // RFC 9110 10.2.3, at most a day
};
struct Failed {
  std::string why;  // escaped
};

// Neither proxies nor redirects nor cookies; at most 4096 octets of body and 16 KiB of headers.
// Blocks.
[[nodiscard]] std::variant<Page, Unwelcome, Failed> carry_out(const Request& request);

}  // namespace nsfollow::echo_probe
