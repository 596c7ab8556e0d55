// SPDX-License-Identifier: MIT
#include "core/tsig_key.h"
#include <string>
#include "support/catch.h"

using namespace nsfollow::core;

TEST_CASE("each algorithm is read back from its name", "[tsig_key]") {
  for (const auto algorithm : all_tsig_algorithms)
    CHECK(parse_tsig_algorithm(describe(algorithm)) == algorithm);
}

TEST_CASE("an algorithm may be written in any case, with a dot, and MD5 in full", "[tsig_key]") {
  CHECK(parse_tsig_algorithm("HMAC-SHA256") == TsigAlgorithm::hmac_sha256);
  CHECK(parse_tsig_algorithm("hmac-sha512.") == TsigAlgorithm::hmac_sha512);
  CHECK(parse_tsig_algorithm("HMAC-MD5.SIG-ALG.REG.INT.") == TsigAlgorithm::hmac_md5);
}

TEST_CASE("what is no algorithm is none", "[tsig_key]") {
  for (const std::string text : {"", ".", "sha256", "hmac-sha255", "hmac-sha256-128",
                                 "hmac-sha256 ", "hmac-sha256.example", "gss-tsig", "hmac sha256"})
    CHECK_FALSE(parse_tsig_algorithm(text));
}
