// SPDX-License-Identifier: MIT
// What the person asked for, complete and typed: settings/ fills it from the configuration file,
// and nothing in it is parsed again.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/clock.h"
#include "core/dns_name.h"
#include "core/ip_address.h"
#include "core/ip_prefix.h"
#include "core/rrset.h"
#include "core/server.h"
#include "core/transport.h"

namespace nsfollow::core {

// Where addresses of one family come from.
struct AutoSource {  // the interface of the family's default route; behind a NAT, who knows better
  bool operator==(const AutoSource&) const = default;
};
struct InterfaceSource {
  std::vector<std::string> patterns;  // glob(7); a leading "!" excludes; the last match decides
  bool operator==(const InterfaceSource&) const = default;
};
struct PrefixSource {     // a machine behind this one: a prefix of ours, and its own last bits
  std::string interface;  // glob(7)
  std::optional<unsigned> length;  // of the prefix, in bits; none: as the interface has it
  IpAddress suffix;                // IPv6; its bits lie behind the prefix
  bool operator==(const PrefixSource&) const = default;
};
struct GatewaySource {    // what the gateway of the default route says (NAT-PMP, PCP); IPv4
  std::string interface;  // of the route; empty: of the best one
  bool operator==(const GatewaySource&) const = default;
};
struct EchoSource {       // what an HTTP service sees
  std::string interface;  // that the request leaves by; empty: the default route's
  bool operator==(const EchoSource&) const = default;
};
struct CommandSource {  // what a program of the administrator prints
  std::string path;     // absolute
  bool operator==(const CommandSource&) const = default;
};
struct LiteralSource {
  IpAddress address;
  bool operator==(const LiteralSource&) const = default;
};
using AddressSource = std::variant<AutoSource, InterfaceSource, PrefixSource, GatewaySource,
                                   EchoSource, CommandSource, LiteralSource>;
using AddressSources = std::vector<AddressSource>;  // their union; none: not ours to touch

// How an address of an interface came to be: some are better to publish than others.
enum class AddressKind : std::uint8_t {
  fixed,           // written down by somebody: it has no end
  leased,          // it has an end, and is no SLAAC address: DHCP
  stable_privacy,  // RFC 7217
  eui64,           // made from the hardware address (RFC 4291 appendix A)
  temporary,       // RFC 8981
};

// Which of the addresses that a source tells are published.  A literal is not questioned.
struct Rules {
  bool private_too = false;  // RFC 1918, RFC 6598, unique local: for a zone that only insiders see
  bool temporary_too = false;  // RFC 8981
  bool only_first = false;     // one address a family, the first by `prefer`, then the lowest
  std::vector<AddressKind> prefer{};      // kinds that are not in it come last, in their own order
  std::vector<IpPrefix> allow{}, deny{};  // no `allow` of a family allows all of it; `deny` wins
  bool operator==(const Rules&) const = default;
};

// What becomes of records that nothing speaks for any more.
enum class Afterwards : std::uint8_t { keep, withdraw };

// What the configuration calls a zone: its name, unless several servers hold different zones of
// one name (a split horizon).
using ZoneLabel = std::string;

struct Host {
  DnsName name;
  ZoneLabel zone;  // of one in Policy::zones
  AddressSources ipv4 = {AutoSource{}}, ipv6 = {AutoSource{}};
  Rules rules{};
  std::chrono::seconds ttl = std::chrono::minutes{5};
  Afterwards on_loss = Afterwards::keep;
  Duration loss_grace = std::chrono::minutes{5};  // how long nothing must be left before on_loss
  Afterwards on_stop = Afterwards::keep;          // when the watcher ends
  bool shared = false;   // others have addresses at this name: only our own are touched
  bool reverse = false;  // keep the addresses' PTR records, too

  [[nodiscard]] const AddressSources& sources(Family family) const {
    return family == Family::ipv4 ? ipv4 : ipv6;
  }
};

// The text of a record with a host's addresses in it, "v=spf1 ip4:{home.ipv4} -all".
struct AddressMark {
  std::size_t host = 0;  // in Policy::hosts
  Family family = Family::ipv4;
  std::optional<unsigned> length;  // write the prefix of this length, not the address
  bool operator==(const AddressMark&) const = default;
};
struct Template {
  std::vector<std::variant<std::string, AddressMark>> pieces;
  bool operator==(const Template&) const = default;
};

struct Record {  // one RRset that is written down
  DnsName name;
  RrType type{};
  ZoneLabel zone;
  std::vector<std::variant<Rdata, Template>> values;
  std::chrono::seconds ttl = std::chrono::minutes{5};
};

struct Zone {
  DnsName name;
  ZoneLabel alias{};            // where the name does not tell it from another one
  ZoneLabel key_of{};           // whose key signs; empty: its own
  ZoneLabel mirror_of{};        // whose records it holds as well, on a server of its own
  std::vector<Server> servers;  // the next is tried when one fails; none: the SOA tells (MNAME)
  Transport transport{};
  Duration verify = std::chrono::minutes{5};             // between looks at the primary
  std::chrono::seconds fudge = std::chrono::minutes{5};  // RFC 8945 10: never more than this
  std::optional<std::chrono::seconds> lease{};  // after which the server drops what is not renewed
  Afterwards on_removal = Afterwards::keep;     // of what the configuration does not name any more

  [[nodiscard]] ZoneLabel label() const { return alias.empty() ? name.to_text() : alias; }
  [[nodiscard]] ZoneLabel key_label() const { return key_of.empty() ? label() : key_of; }
  // The zone that the hosts and records name whose records it holds.
  [[nodiscard]] ZoneLabel original() const { return mirror_of.empty() ? label() : mirror_of; }
};

// One who says from which address a request came.
struct EchoService {
  std::string url;
  std::string json_key;          // the member of a JSON object that holds it; empty: the page does
  std::optional<Family> family;  // the only one that it can be reached by; none: both
  bool operator==(const EchoService&) const = default;
};

struct EchoPolicy {
  std::vector<EchoService> services;             // none: nobody is ever asked
  Duration interval = std::chrono::minutes{30};  // between two requests to one service, at least
  unsigned agree = 2;                            // services that must say the same, for a change
  bool own = false;                              // ours: no early looks to be rationed
};

// The quiet time before a change is believed: `least` after an isolated change, growing up to
// `most` while changes go on, and never longer than `longest` after the first of them.
struct Settle {
  Duration least = std::chrono::milliseconds{2};
  Duration most = std::chrono::milliseconds{250};
  Duration longest = std::chrono::seconds{2};
};

// Programs of the administrator that hear of what has happened.
struct ScriptPolicy {
  std::vector<std::string> on_change;  // absolute paths, called in this order
  std::vector<std::string> on_trouble;
  Duration time_limit = std::chrono::seconds{30};  // for each call
};

struct Policy {
  std::vector<Zone> zones;
  std::vector<Host> hosts;
  std::vector<Record> records;
  EchoPolicy echo;
  ScriptPolicy scripts;
  Settle settle;
};

}  // namespace nsfollow::core
