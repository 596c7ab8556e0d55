// SPDX-License-Identifier: MIT
// HMAC (RFC 2104) over the six digests that TSIG knows.
#pragma once
#include <initializer_list>
#include "core/tsig_key.h"
#include "dns/wire.h"

namespace nsfollow::dns {

// The whole MAC over the parts, one after the other.  It cannot fail.
[[nodiscard]] Buffer hmac(core::TsigAlgorithm algorithm, Octets key,
                          std::initializer_list<Octets> parts);

// In a time that does not tell where the first difference is.
[[nodiscard]] bool same_mac(Octets one, Octets other);

}  // namespace nsfollow::dns
