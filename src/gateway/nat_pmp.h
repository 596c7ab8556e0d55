// SPDX-License-Identifier: MIT
// NAT-PMP (RFC 6886), as far as it tells the public address.  This makes no mapping.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include "core/ip_address.h"
#include "gateway/octets.h"

namespace nsfollow::gateway {

struct NatPmpAnswer {
  std::uint16_t result = 0;       // RFC 6886 3.5
  std::chrono::seconds epoch{0};  // since the gateway lost its mappings, RFC 6886 3.6
  core::IpAddress address;        // only where the result is 0; 0.0.0.0: it has none now
};

inline constexpr std::uint16_t nat_pmp_unsupported_opcode = 5;

// The request for the public address (RFC 6886 3.2).
[[nodiscard]] Buffer build_nat_pmp();

// The answer to it, or its announcement, which looks the same (RFC 6886 3.2.1); nothing when it is
// something else, or a response that says "unsupported version" (see pcp.h).
[[nodiscard]] std::optional<NatPmpAnswer> parse_nat_pmp(Octets datagram);

// Why there is no address, for people; the result is not 0.
[[nodiscard]] std::string describe_nat_pmp(std::uint16_t result);

}  // namespace nsfollow::gateway
