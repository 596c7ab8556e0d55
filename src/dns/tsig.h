// SPDX-License-Identifier: MIT
// TSIG (RFC 8945) on the octets of a message: signing at a given time, and what a signature proves.
#pragma once
#include <chrono>
#include <string_view>
#include "base/clock.h"
#include "core/tsig_key.h"
#include "dns/wire_scan.h"

namespace nsfollow::dns {

// TSIG error numbers (RFC 8945 3).
inline constexpr std::uint16_t tsig_bad_signature = 16, tsig_bad_key = 17, tsig_bad_time = 18,
                               tsig_bad_truncation = 22;

// What the answer's signature is checked against.
struct Signature {
  Buffer mac;
  WallTime time;
  std::chrono::seconds fudge;
};

// Appends a TSIG record to the message, which has none, and gives back what was signed.  The MAC
// is as long as the key says; an answer's MAC is computed over what is left of it.
// The time is clamped to what 48 bits hold, the fudge to 16.
[[nodiscard]] Signature sign(Buffer& message, const core::TsigKey& key, WallTime time,
                             std::chrono::seconds fudge);

enum class Proof : std::uint8_t {
  authentic,       // signed over our request, in time, without a TSIG error
  tsig_error,      // signed over our request, and reports a TSIG error
  unsigned_error,  // a TSIG error without a MAC (RFC 8945 5.3.2): a hint, forgeable
  none,            // no TSIG at all: forgeable
  refused,         // a TSIG that must not be believed
};

struct Verification {
  Proof proof = Proof::refused;
  std::uint16_t error = 0;                // the TSIG error, when `proof` speaks of one
  std::optional<WallTime> server_time{};  // the server's clock, when it is proved
  std::string_view why{};                 // for people, when refused
};

// `message` is what `scan` was made of; `now` is the clock that signed the request, at this moment.
[[nodiscard]] Verification verify(Octets message, const Scan& scan, const Signature& request,
                                  const core::TsigKey& key, WallTime now);

}  // namespace nsfollow::dns
