// SPDX-License-Identifier: MIT
// How one exchange with a name server ended.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include "base/clock.h"
#include "core/server_clock.h"
#include "core/transport.h"

namespace nsfollow::core {

// "Authentic" means: the answer carried a TSIG that verified over our request (RFC 8945 5.3).
// Unsigned errors are hints that anybody on the path can forge; they are believed only as advice.
enum class Outcome : std::uint8_t {
  done,               // authentic NOERROR (or, for a question, an authentic answer)
  guard_failed,       // authentic NXDOMAIN, YXDOMAIN, NXRRSET or YXRRSET (RFC 2136 3.2)
  bad_time,           // authentic BADTIME: Reply::clock holds the server's time (RFC 8945 5.2.3)
  silent,             // no believable answer before the deadline
  unreachable,        // the kernel or an ICMP message said that no packet gets there
  unresolved,         // the server's host name has no address just now
  server_failed,      // authentic SERVFAIL
  refused,            // authentic REFUSED
  not_authoritative,  // authentic NOTAUTH, or an answer to a question without AA
  not_zone,           // authentic NOTZONE: an owner name outside the zone
  malformed,          // authentic FORMERR or NOTIMP
  unexpected,         // any other authentic RCODE
  bad_key,            // unsigned BADKEY: key name or algorithm unknown there
  bad_signature,      // unsigned BADSIG: the secrets differ
  bad_truncation,     // BADTRUNC
  unsigned_refused,   // REFUSED without a TSIG
  unsigned_not_auth,  // NOTAUTH without a TSIG
  unsigned_error,     // any other error without a TSIG
  untrusted,          // TLS: the server has another certificate than it should
  // No exchange ends so:
  ignored,  // NOERROR was said, and the records are not there
  alias,    // the name is a CNAME there, beside which nothing stands (RFC 1034 3.6.2)
};

// True for what time alone does not mend: a key, a right or the configuration must change.
[[nodiscard]] bool needs_a_person(Outcome outcome);
// True where nobody was heard at all: another address or server may do better.
[[nodiscard]] bool is_of_the_path(Outcome outcome);

// The server's clock and ours at one moment, told by an authentic answer.
struct ClockSample {
  ServerClock server;
  WallTime local;
};

struct Reply {
  Outcome outcome = Outcome::silent;
  std::string detail;  // for people: "no answer in 5 s", "connection refused"; escaped
  std::string peer;    // address of the server that was asked, "192.0.2.1"; may be empty
  Duration took{};     // from the first packet to the answer
  std::optional<ClockSample> clock;
  std::optional<Carrier> carrier{};             // that brought the answer
  std::optional<std::chrono::seconds> lease{};  // that the server granted (RFC 9664 4)
};

}  // namespace nsfollow::core
