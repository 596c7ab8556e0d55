// SPDX-License-Identifier: MIT
// What a received message is worth to us, and what it says.
#pragma once
#include <string>
#include "core/reply.h"
#include "core/rrset.h"
#include "dns/tsig.h"

namespace nsfollow::dns {

// A request as it left, and all that is needed to know its answer.
struct Request {
  Buffer wire;
  Signature signature;
  const core::TsigKey* key = nullptr;  // outlives the request
  unsigned opcode = opcode_query;
  Question subject;                     // what is asked, or the zone that is updated
  std::optional<core::RrsetKey> asked;  // none: an UPDATE
  bool wants_zone = false;              // of a question about a SOA: whose it is
  // Nobody signed it: then anybody's answer is taken, and is worth as much.
  enum class Unsigned : std::uint8_t { no, to_name_server, to_resolver };
  Unsigned is_unsigned = Unsigned::no;
};

// An RRset of texts and keys may be long.  Over UDP less arrives: nobody is offered more.
inline constexpr std::size_t longest_answer = 16384;

enum class Worth : std::uint8_t {
  foreign,    // not an answer to this request at all
  junk,       // has our ID, but must not be believed
  cut_short,  // TC: ask again over TCP.  `proved` tells whether the server said so
  hint,       // an error that nobody signed
  authentic,
  unproven,  // the answer to a request that was not signed either
};

struct Answer {
  Worth worth = Worth::foreign;
  bool proved = false;                            // the signature is good
  core::Outcome outcome = core::Outcome::silent;  // for a hint and what is authentic
  std::string detail{};                           // for people; also why it is junk
  std::optional<WallTime> server_time{};          // when the signature proves it
  core::Rrset found{};                  // of a question that is `done`; empty: it is not there
  bool is_alias = false;                // the name that was asked about is a CNAME
  std::optional<core::DnsName> zone{};  // of one that is `done` and wants it
};

// `now` is the clock that signed the request, at this moment.  `over_tcp`: TC means nothing there.
[[nodiscard]] Answer judge(Octets message, const Request& request, WallTime now, bool over_tcp);

}  // namespace nsfollow::dns
