// SPDX-License-Identifier: MIT
#pragma once
#include "core/dns_name.h"
#include "core/ip_address.h"

namespace nsfollow::core {

// The name of an address's PTR record: under in-addr.arpa (RFC 1035 3.5) or ip6.arpa (RFC
// 3596 2.5).
[[nodiscard]] DnsName reverse_name(const IpAddress& address);

}  // namespace nsfollow::core
