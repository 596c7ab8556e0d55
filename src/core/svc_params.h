// SPDX-License-Identifier: MIT
// The parameters of SVCB and HTTPS records (RFC 9460 2.1, 2.2, 7, 8).
#pragma once
#include <span>
#include "core/rdata_words.h"

namespace nsfollow::core {

// The octets of "alpn=h2,h3 port=443", in the order of their keys.  The errors are like those of
// parse_rdata.
[[nodiscard]] Result<std::string> parse_svc_params(std::span<const RdataWord> words);

// The inverse; each with a blank in front.  Nothing for what parse_svc_params would never make.
[[nodiscard]] std::optional<std::string> describe_svc_params(std::string_view octets);

}  // namespace nsfollow::core
