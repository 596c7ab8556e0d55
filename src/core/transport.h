// SPDX-License-Identifier: MIT
// How requests travel to a zone's servers.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "core/ip_address.h"

namespace nsfollow::core {

enum class Carrier : std::uint8_t {
  udp,  // and TCP for what does not fit
  tcp,
  tls,  // RFC 7858
};

// Whom a TLS connection is held with.  TSIG proves every message in any case: TLS hides them.
struct TlsTrust {
  enum class Proof : std::uint8_t {
    name,    // a certificate for `name`, of an authority that is trusted (RFC 8310 8.1)
    pins,    // one of the public keys in `pins`, whatever the certificate says (RFC 7858 4.2)
    nobody,  // opportunistic: any certificate; without TLS over there, TCP
  };
  Proof proof = Proof::name;
  std::string name{};               // empty: what the configuration calls the server
  std::string ca_file{};            // empty: the authorities that this machine trusts
  std::vector<std::string> pins{};  // SHA-256 of a SubjectPublicKeyInfo, 32 octets
  bool operator==(const TlsTrust&) const = default;
};

struct Transport {
  Carrier carrier = Carrier::udp;
  TlsTrust trust{};
  // Where requests leave from; none, or empty: as the kernel routes.
  std::optional<IpAddress> source4{}, source6{};
  std::string interface {};
  bool operator==(const Transport&) const = default;

  [[nodiscard]] const std::optional<IpAddress>& source(Family family) const {
    return family == Family::ipv4 ? source4 : source6;
  }
};

// Where servers listen for it, unless the configuration says otherwise (RFC 1035 4.2, RFC
// 7858 3.1).
[[nodiscard]] constexpr std::uint16_t port_of(Carrier carrier) {
  return carrier == Carrier::tls ? 853 : 53;
}

// "UDP", "TCP", "TLS"
[[nodiscard]] std::string_view describe(Carrier carrier);

}  // namespace nsfollow::core
