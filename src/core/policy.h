// SPDX-License-Identifier: MIT
// What the person asked for, complete and typed: settings/ fills it from the configuration file,
// and nothing in it is parsed again.
#pragma once
#include <chrono>
#include <string>
#include <variant>
#include <vector>
#include "base/clock.h"
#include "core/dns_name.h"
#include "core/ip_address.h"
#include "core/server.h"

namespace nsfollow::core {

// Where the addresses of one family of a host come from.
struct AutoSource {  // the interface that carries the family's default route
  bool operator==(const AutoSource&) const = default;
};
struct InterfaceSource {
  std::vector<std::string> patterns;  // glob(7); a leading "!" excludes; the last match decides
  bool operator==(const InterfaceSource&) const = default;
};
struct LiteralSource {
  IpAddress address;
  bool operator==(const LiteralSource&) const = default;
};
struct NoSource {  // "off": this family is not ours to touch
  bool operator==(const NoSource&) const = default;
};
using AddressSource = std::variant<AutoSource, InterfaceSource, LiteralSource, NoSource>;

enum class OnLoss : std::uint8_t { keep, withdraw };

struct Host {
  DnsName name;
  DnsName zone;  // a key of Policy::zones
  AddressSource ipv4 = AutoSource{}, ipv6 = AutoSource{};
  std::chrono::seconds ttl = std::chrono::minutes{5};
  OnLoss on_loss = OnLoss::keep;
  Duration loss_grace = std::chrono::minutes{5};  // how long nothing must be left before on_loss

  [[nodiscard]] const AddressSource& source(Family family) const {
    return family == Family::ipv4 ? ipv4 : ipv6;
  }
};

struct Zone {
  DnsName name;
  std::vector<Server> servers;  // at least one; the next is tried when one does not answer
  Duration verify = std::chrono::minutes{5};             // between looks at the primary
  std::chrono::seconds fudge = std::chrono::minutes{5};  // RFC 8945 10: never more than this
};

// The quiet time before a change is believed: `least` after an isolated change, growing up to
// `most` while changes go on, and never longer than `longest` after the first of them.
struct Settle {
  Duration least = std::chrono::milliseconds{2};
  Duration most = std::chrono::milliseconds{250};
  Duration longest = std::chrono::seconds{2};
};

struct Policy {
  std::vector<Zone> zones;
  std::vector<Host> hosts;
  Settle settle;
};

}  // namespace nsfollow::core
