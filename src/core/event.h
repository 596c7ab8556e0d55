// SPDX-License-Identifier: MIT
// What the engine hears: facts, never wishes.
#pragma once
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>
#include "core/exchange_id.h"
#include "core/ip_address.h"
#include "core/reply.h"
#include "core/rrset.h"
#include "core/seen.h"
#include "core/server.h"

namespace nsfollow::core {

// The kernel reported some change of a link, an address or a default route: a hint to look.
struct KernelStirred {};

// The answer to LookAtKernel.
struct KernelSeen {
  Seen seen;
};
struct KernelUnreadable {  // the dump failed or was interrupted: the old picture stays
  std::string why;
};

// Somebody who knows (a hook, a signal) says: look now.
struct LookNow {
  std::optional<IpAddress> announced{};  // an address that should come up within a few seconds
  bool clock_was_set = false;            // what waited for the right time need not wait any more
};

// An exchange has left from this source address of ours.
struct SourceBound {
  ExchangeId id = 0;
  IpAddress source;
};

// The answer to LookUp.  `found` has every key that was asked for when the outcome is `done`,
// and says nothing otherwise.
struct LookedUp {
  ExchangeId id = 0;
  Reply reply;
  RecordPicture found;
  std::set<RrsetKey> aliases{};           // those asked for whose owner name is a CNAME there
  std::optional<RrsetKey> stumbled_at{};  // the one whose answer ended it, unless `done`
};

// The answer to SendUpdate and TryUpdate.
struct UpdateAnswered {
  ExchangeId id = 0;
  Reply reply;
};

// The answer to FindZone.  There is a zone when the outcome is `done`, and only then; `refused` and
// `not_authoritative` mean that this server holds none for the name, and so may `unsigned_error`:
// Knot signs no REFUSED.  The others tell nothing.
struct ZoneFound {
  ExchangeId id = 0;
  Reply reply;
  std::optional<DnsName> zone;
};

// The answer to FindPrimary.  A hint: nobody signed it.
struct PrimaryFound {
  ExchangeId id = 0;
  std::optional<Server> primary;
  std::chrono::seconds ttl{};  // how long this holds
  std::string why_not;         // "d.example.com is no zone; it lies in example.com"; escaped
};

// The answer to AskNameServer.  `found` is as in LookedUp, and as forgeable as any answer of DNS.
struct NameServerTold {
  ExchangeId id = 0;
  Reply reply;
  RecordPicture found;
};

// The answer to AskGateway.
struct GatewayTold {
  ExchangeId id = 0;
  std::optional<IpAddress> address;  // its public address, as it says
  std::optional<std::chrono::seconds>
      epoch;            // since it began to count (RFC 6886 3.6, RFC 6887 8.5)
  std::string by;       // who said it and how, "192.168.1.1 (NAT-PMP)"
  std::string why_not;  // "no answer in 4 s"; escaped; empty when there is an address
};

// A gateway announced something, or somebody in its name: a hint to ask it.
struct GatewayStirred {
  IpAddress gateway;
};

// The answer to AskEcho.
struct EchoTold {
  ExchangeId id = 0;
  std::optional<IpAddress> address;     // of the family that was asked for
  std::string why_not;                  // escaped; empty when there is an address
  bool unwelcome = false;               // 403, 429, 503: it does not want to be asked now
  std::optional<Duration> retry_after;  // how long it wants to be left alone (RFC 9110 10.2.3)
};

// The answer to RunCommand.
struct CommandTold {
  ExchangeId id = 0;
  std::optional<std::vector<IpAddress>> addresses;  // at least one, all of the family
  std::string why_not;                              // escaped
};

// The answer to RunScript.
struct ScriptEnded {
  ExchangeId id = 0;
  std::string why_not;  // "ended with status 3: ...", escaped; empty when all went well
};

// Somebody set the wall clock.
struct WallClockSet {};

// The answer to SaveState, and to all before it.
struct StateSaved {
  ExchangeId id = 0;
  std::string why_not;  // empty when it is on the disk
};

using Event =
    std::variant<KernelStirred, KernelSeen, KernelUnreadable, LookNow, SourceBound, LookedUp,
                 UpdateAnswered, ZoneFound, PrimaryFound, NameServerTold, GatewayTold,
                 GatewayStirred, EchoTold, CommandTold, ScriptEnded, WallClockSet, StateSaved>;

}  // namespace nsfollow::core
