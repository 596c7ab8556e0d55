// SPDX-License-Identifier: MIT
#include "core/tsig_key.h"
#include <algorithm>

namespace nsfollow::core {

std::string_view describe(TsigAlgorithm algorithm) {
  switch (algorithm) {
    case TsigAlgorithm::hmac_md5:
      return "hmac-md5";
    case TsigAlgorithm::hmac_sha1:
      return "hmac-sha1";
    case TsigAlgorithm::hmac_sha224:
      return "hmac-sha224";
    case TsigAlgorithm::hmac_sha256:
      return "hmac-sha256";
    case TsigAlgorithm::hmac_sha384:
      return "hmac-sha384";
    case TsigAlgorithm::hmac_sha512:
      return "hmac-sha512";
  }
  return "";
}

std::optional<TsigAlgorithm> parse_tsig_algorithm(std::string_view text) {
  const auto name = DnsName::parse(text);
  if (!name) return std::nullopt;
  const auto word = name->to_text();
  if (word == "hmac-md5.sig-alg.reg.int") return TsigAlgorithm::hmac_md5;
  for (const auto algorithm : all_tsig_algorithms)
    if (word == describe(algorithm)) return algorithm;
  return std::nullopt;
}

std::size_t mac_size(TsigAlgorithm algorithm) {
  switch (algorithm) {
    case TsigAlgorithm::hmac_md5:
      return 16;
    case TsigAlgorithm::hmac_sha1:
      return 20;
    case TsigAlgorithm::hmac_sha224:
      return 28;
    case TsigAlgorithm::hmac_sha256:
      return 32;
    case TsigAlgorithm::hmac_sha384:
      return 48;
    case TsigAlgorithm::hmac_sha512:
      return 64;
  }
  return 0;
}

std::size_t least_mac_size(TsigAlgorithm algorithm) {
  return std::max<std::size_t>(10, mac_size(algorithm) / 2);
}

std::size_t mac_size(const TsigKey& key) {
  const auto whole = mac_size(key.algorithm);
  if (key.mac_bits == 0) return whole;
  return std::clamp<std::size_t>(key.mac_bits / 8U, least_mac_size(key.algorithm), whole);
}

std::string describe_algorithm(const TsigKey& key) {
  std::string text{describe(key.algorithm)};
  if (key.mac_bits != 0) (text += '-') += std::to_string(key.mac_bits);
  return text;
}

}  // namespace nsfollow::core
