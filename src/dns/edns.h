// SPDX-License-Identifier: MIT
// EDNS (RFC 6891), for the one thing that we need it for: the lease of an UPDATE (RFC 9664).
#pragma once
#include <chrono>
#include <optional>
#include "dns/wire_scan.h"

namespace nsfollow::dns {

inline constexpr std::uint16_t type_opt = 41;

// Appends an OPT record that asks for this lease, to a message that is not signed yet.
void ask_for_lease(Buffer& message, std::chrono::seconds lease);

struct Edns {
  unsigned rcode = 0;  // the upper octet of the RCODE (RFC 6891 6.1.3)
  std::optional<std::chrono::seconds> lease;
};
// What the OPT record says.  Nothing when there is none, or one that is not well-formed.
[[nodiscard]] std::optional<Edns> read_edns(const Scan& scan);

}  // namespace nsfollow::dns
