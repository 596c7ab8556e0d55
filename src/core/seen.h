// SPDX-License-Identifier: MIT
// Seen: what the kernel says of this machine's interfaces, addresses and default routes.
// Always one complete picture; an incomplete one is never made into a Seen.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "core/ip_address.h"

namespace nsfollow::core {

enum class Scope : std::uint8_t { global, site, link, host, nowhere };  // rtnetlink(7) rtm_scope

struct SeenAddress {
  IpAddress address;  // ours; on a point-to-point link not the peer's
  std::uint8_t prefix_length = 0;
  Scope scope = Scope::global;

  // The kernel's flags (IFA_F_*).  IPv4's "secondary" and IPv6's "temporary" share a bit there.
  bool secondary = false;
  bool temporary = false;
  bool tentative = false;
  bool optimistic = false;
  bool dad_failed = false;
  bool deprecated = false;
  bool makes_temporary = false;  // mngtmpaddr: the stable address of a SLAAC prefix
  bool stable_privacy = false;
  bool permanent = false;

  // Seconds left when the picture was taken; none: for ever.
  std::optional<std::chrono::seconds> preferred, valid;

  // Equal but for the lifetimes, which change with every router advertisement.
  [[nodiscard]] bool same_but_lifetimes(const SeenAddress& other) const;
};

struct SeenInterface {
  unsigned index = 0;
  std::string name;      // any bytes but "/", NUL and white space: hostile until escaped
  bool up = false;       // IFF_UP: set by the administrator
  bool running = false;  // IFF_RUNNING: there is a carrier
  bool loopback = false;
  std::vector<SeenAddress> addresses;
};

struct SeenRoute {  // a default route of the main table
  Family family = Family::ipv4;
  unsigned interface = 0;            // index of the interface it leaves by
  std::uint32_t metric = 0;          // the smallest wins
  std::optional<IpAddress> gateway;  // none on a point-to-point link
  bool operator==(const SeenRoute&) const = default;
};

struct Seen {
  std::vector<SeenInterface> interfaces;  // by index
  std::vector<SeenRoute> default_routes;  // by family, metric, interface

  [[nodiscard]] const SeenInterface* find(unsigned index) const;
  [[nodiscard]] bool has_address(const IpAddress& address) const;
  [[nodiscard]] bool same_but_lifetimes(const Seen& other) const;
};

}  // namespace nsfollow::core
