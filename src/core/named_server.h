// SPDX-License-Identifier: MIT
// Name servers as records name them, and the serials by which their copies of a zone are told
// apart.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include "core/rrset.h"
#include "core/server.h"
#include "core/transport.h"

namespace nsfollow::core {

// The server that the RDATA of an NS or SOA record begins with (RFC 1035 3.3.11, 3.3.13).  Nothing
// for what is no host name: the root, a wildcard, or what getaddrinfo(3) would take for an address.
[[nodiscard]] std::optional<Server> server_in(const Rdata& rdata);

// The same as it is written there, escaped.
[[nodiscard]] std::string server_text(const Rdata& rdata);

// A record names no port: that of the transport, which reaches the server so.
[[nodiscard]] Server reached_by(const Transport& transport, Server named);

// The serial of a SOA; nothing where there is none, or more than one.
[[nodiscard]] std::optional<std::uint32_t> serial_in(const Rrset& soa);

// RFC 1982 3.2; false where it leaves the order undefined.
[[nodiscard]] bool is_older(std::uint32_t serial, std::uint32_t than);

}  // namespace nsfollow::core
