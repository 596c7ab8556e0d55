// SPDX-License-Identifier: MIT
// What the engine asks for.  The daemon carries it out and answers with an event, never within the
// call that brought the action.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/log.h"
#include "core/change.h"
#include "core/exchange_id.h"
#include "core/policy.h"
#include "core/saved.h"
#include "core/server.h"
#include "core/server_clock.h"

namespace nsfollow::core {

struct LookAtKernel {};  // answered by KernelSeen or KernelUnreadable

// To whom a request goes and how it is signed.
struct Order {
  ExchangeId id = 0;
  ZoneLabel zone;     // its key signs
  DnsName zone_name;  // its apex
  Server server;
  Transport transport{};
  std::chrono::seconds fudge{300};
  std::optional<ServerClock> clock;  // sign with this time; none: with the wall clock's
};

struct LookUp : Order {  // ask the server itself for these RRsets; answered by LookedUp
  std::vector<RrsetKey> keys;
};

struct SendUpdate : Order {  // one UPDATE message; answered by UpdateAnswered
  std::vector<Change> changes;
  std::optional<std::chrono::seconds> lease{};  // asked for with it (RFC 9664)
};

// Would these changes be allowed?  They stand behind a prerequisite that cannot hold (the apex does
// not exist), so nothing happens; without changes, only the zone section is sent.  Answered by
// UpdateAnswered, where `guard_failed` means that they would.
struct TryUpdate : Order {
  std::vector<Change> changes;
};

// Which zone the name lies in, by what this server holds (RFC 1035 3.3.13); answered by ZoneFound.
struct FindZone : Order {
  DnsName name;
};

// Which server the SOA of this zone names as its primary (RFC 1035 3.3.13, MNAME), as far as the
// resolvers of this machine know; answered by PrimaryFound.
struct FindPrimary {
  ExchangeId id = 0;
  DnsName zone;
};

// What this name server tells everybody, unsigned; answered by NameServerTold.
struct AskNameServer {
  ExchangeId id = 0;
  Server server;
  std::vector<RrsetKey> keys;
};

// Ask the NAT gateway for its public address; answered by GatewayTold.
struct AskGateway {
  ExchangeId id = 0;
  IpAddress gateway;
  unsigned interface = 0;  // index of the one it is reached by
};

// Ask an echo service, once; answered by EchoTold.
struct AskEcho {
  ExchangeId id = 0;
  EchoService service;
  Family family = Family::ipv4;
  std::string interface;  // the name of the one that the request leaves by; empty: as routed
};

// Run a program of the administrator; answered by CommandTold.
struct RunCommand {
  ExchangeId id = 0;
  std::string path;
  Family family = Family::ipv4;
};

// Run a script of the administrator to its end, or to the end of its time; answered by ScriptEnded.
struct RunScript {
  ExchangeId id = 0;
  std::string path;
  std::vector<std::string> words;                              // its arguments
  std::vector<std::pair<std::string, std::string>> variables;  // of its environment
  Duration time_limit{};
};

struct Abandon {  // forget this exchange; no answer comes any more
  ExchangeId id = 0;
};

struct SaveState {  // answered by StateSaved, unless a later one replaces it
  ExchangeId id = 0;
  Saved saved;
  bool is_awaited = false;  // something is not done before it is on the disk
};

struct Say {
  log::Level level = log::Level::info;
  std::string text;
};

using Action =
    std::variant<LookAtKernel, LookUp, SendUpdate, TryUpdate, FindZone, FindPrimary, AskNameServer,
                 AskGateway, AskEcho, RunCommand, RunScript, Abandon, SaveState, Say>;

}  // namespace nsfollow::core
