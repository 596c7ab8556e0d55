// SPDX-License-Identifier: MIT
// A TSIG key (RFC 8945): what both sides of an update share.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
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

// Octets of a whole MAC, and the fewest that may be left of it (RFC 8945 5.2.2.1).
[[nodiscard]] std::size_t mac_size(TsigAlgorithm algorithm);
[[nodiscard]] std::size_t least_mac_size(TsigAlgorithm algorithm);

struct TsigKey {
  DnsName name;
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  Secret secret;
  // Of the MACs that are sent, and the fewest that are taken; a multiple of 8.  0: whole MACs.
  std::uint16_t mac_bits = 0;
};

// Octets of the MACs that the key makes.
[[nodiscard]] std::size_t mac_size(const TsigKey& key);
// "hmac-sha512", and "hmac-sha512-256" where MACs are cut; never the secret.
[[nodiscard]] std::string describe_algorithm(const TsigKey& key);

}  // namespace nsfollow::core
