// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include "core/rrset.h"
#include "dns/wire_scan.h"

namespace nsfollow::dns {

// The record's data with its names written out and in lower case, as core::parse_rdata makes it:
// servers compress names within it (RFC 3597 4) and keep the case that somebody gave them.  Only
// the target of an SVCB keeps it here, too, as BIND takes two spellings for two records.
// Nothing when the octets are no data of the type.  `message` is what the record was scanned from.
[[nodiscard]] std::optional<core::Rdata> read_rdata(Octets message, const Record& record);

}  // namespace nsfollow::dns
