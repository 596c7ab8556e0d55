// SPDX-License-Identifier: MIT
// A TSIG key (RFC 8945): what both sides of an update share.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include "base/secret.h"
#include "core/dns_name.h"

namespace nsfollow::core {

enum class TsigAlgorithm : std::uint8_t {
  hmac_md5,
  hmac_sha1,
  hmac_sha224,
  hmac_sha256,
  hmac_sha384,
  hmac_sha512,
};
inline constexpr std::array all_tsig_algorithms{
    TsigAlgorithm::hmac_md5,    TsigAlgorithm::hmac_sha1,   TsigAlgorithm::hmac_sha224,
    TsigAlgorithm::hmac_sha256, TsigAlgorithm::hmac_sha384, TsigAlgorithm::hmac_sha512,
};

// The name in configuration files, "hmac-sha256"; hmac-md5 for HMAC-MD5.SIG-ALG.REG.INT.
[[nodiscard]] std::string_view describe(TsigAlgorithm algorithm);
// Any case, with or without a final dot; HMAC-MD5 also by its long name.
[[nodiscard]] std::optional<TsigAlgorithm> parse_tsig_algorithm(std::string_view text);

struct TsigKey {
  DnsName name;
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  Secret secret;
};

}  // namespace nsfollow::core
