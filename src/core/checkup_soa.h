// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include "core/rrset.h"

namespace nsfollow::core {

// What matters here of a SOA record (RFC 1035 3.3.13).
struct Soa {
  std::optional<DnsName> primary;  // MNAME; none: no name of a host
  std::uint32_t serial = 0;
};

// The zone's SOA, if it has been found and is one.
[[nodiscard]] std::optional<Soa> find_soa(const RecordPicture& found, const DnsName& zone);

// The names in the RDATA of an NS, CNAME or PTR RRset, as far as hosts can be called so.
[[nodiscard]] std::set<DnsName> read_names(const Rrset& rrset);

}  // namespace nsfollow::core
