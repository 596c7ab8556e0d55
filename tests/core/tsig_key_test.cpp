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

TEST_CASE("a MAC keeps at least half of its hash, and 80 bits", "[tsig_key]") {
  const auto least = [](TsigAlgorithm algorithm) { return least_mac_size(algorithm); };
  CHECK(least(TsigAlgorithm::hmac_md5) == 10);
  CHECK(least(TsigAlgorithm::hmac_sha1) == 10);
  CHECK(least(TsigAlgorithm::hmac_sha224) == 14);
  CHECK(least(TsigAlgorithm::hmac_sha256) == 16);
  CHECK(least(TsigAlgorithm::hmac_sha384) == 24);
  CHECK(least(TsigAlgorithm::hmac_sha512) == 32);
}

TEST_CASE("a key that says nothing of it makes whole MACs", "[tsig_key]") {
  TsigKey key;
  CHECK(mac_size(key) == 32);
  CHECK(describe_algorithm(key) == "hmac-sha256");
  key.mac_bits = 128;
  CHECK(mac_size(key) == 16);
  CHECK(describe_algorithm(key) == "hmac-sha256-128");
  key.mac_bits = 256;
  CHECK(mac_size(key) == 32);
}

TEST_CASE("no key makes a MAC that the standard forbids, whatever it says", "[tsig_key]") {
  TsigKey key;
  key.mac_bits = 8;
  CHECK(mac_size(key) == 16);
  key.mac_bits = 512;
  CHECK(mac_size(key) == 32);
}
