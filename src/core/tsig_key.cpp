// SPDX-License-Identifier: MIT
#include "core/tsig_key.h"
#include <string>

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

}  // namespace nsfollow::core
