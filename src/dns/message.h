// SPDX-License-Identifier: MIT
// Messages that we send, made with ldns: an UPDATE of one zone, and a question about one RRset.
// Neither is signed yet, neither asks for recursion, each has a random ID.
#pragma once
#include <span>
#include "base/result.h"
#include "core/change.h"
#include "dns/wire.h"

namespace nsfollow::dns {

// An UPDATE (RFC 2136) that carries every change, or nothing at all where one of the guards does
// not hold.  All that it deletes stands before all that it adds: PowerDNS works in that order
// anyhow, and BIND counts its limits as it goes.  The error is a sentence for people.
[[nodiscard]] Result<Buffer, std::string> build_update(const core::DnsName& zone,
                                                       std::span<const core::Change> changes);

// An UPDATE that cannot happen, since it demands that the apex does not exist (RFC 2136 2.4.5):
// what the server says to it tells whether it would be allowed.  Without changes: the zone section
// alone.
[[nodiscard]] Result<Buffer, std::string> build_trial(const core::DnsName& zone,
                                                      std::span<const core::Change> changes);

// The question for one RRset (RFC 1035 4.1.2), to be asked of the server that has the zone.
[[nodiscard]] Result<Buffer, std::string> build_question(const core::RrsetKey& key);

}  // namespace nsfollow::dns
