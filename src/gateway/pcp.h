// SPDX-License-Identifier: MIT
// PCP (RFC 6887), version 2.  It has no question for the public address: a short mapping of a port
// of our own tells it, and is deleted at once.
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include "core/ip_address.h"
#include "gateway/octets.h"

namespace nsfollow::gateway {

using Nonce = std::array<std::uint8_t, 12>;

struct PcpMap {            // of UDP
  Nonce nonce{};           // random: it proves that an answer is from somebody who got the request
  core::IpAddress client;  // the source address of the request (RFC 6887 8.1)
  std::uint16_t port = 0;  // an internal port
};

struct PcpAnswer {
  std::uint8_t result = 0;           // RFC 6887 7.4
  std::chrono::seconds lifetime{0};  // of the mapping, or of the refusal
  std::chrono::seconds epoch{0};     // since the gateway lost its mappings, RFC 6887 8.5
  core::IpAddress address;           // external; only where the result is 0
};

// A MAP request (RFC 6887 11.1); a lifetime of 0 s deletes the mapping (RFC 6887 15.1).
[[nodiscard]] Buffer build_pcp_map(const PcpMap& map, std::chrono::seconds lifetime);

// The answer to it; nothing when it belongs to another mapping, or is something else.  An external
// address that is IPv4-mapped comes out as IPv4.
[[nodiscard]] std::optional<PcpAnswer> parse_pcp_map(Octets datagram, const PcpMap& map);

// An ANNOUNCE that nobody asked for (RFC 6887 14.1.3): the server has begun anew.
[[nodiscard]] bool is_pcp_announcement(Octets datagram);

// "Unsupported version", and the version that the sender speaks: 0 for NAT-PMP.  The result code is
// at the same place in both protocols (RFC 6886 3.5; RFC 6887 9, A).
[[nodiscard]] std::optional<std::uint8_t> parse_unsupported_version(Octets datagram);

// Why there is no address, for people; the result is not 0.
[[nodiscard]] std::string describe_pcp(std::uint8_t result);

}  // namespace nsfollow::gateway
