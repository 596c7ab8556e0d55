// SPDX-License-Identifier: MIT
// Key files as the tools write them.
#pragma once
#include "settings/base64.h"
#include "settings/key_file.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::test {

using core::TsigAlgorithm;
using settings::KeyFile;

struct Algorithm {
  TsigAlgorithm algorithm;
  std::string word;
  std::string number;  // dnssec-keygen's
};
inline const std::vector<Algorithm> algorithms{
    {TsigAlgorithm::hmac_md5, "hmac-md5", "157"},
    {TsigAlgorithm::hmac_sha1, "hmac-sha1", "161"},
    {TsigAlgorithm::hmac_sha224, "hmac-sha224", "162"},
    {TsigAlgorithm::hmac_sha256, "hmac-sha256", "163"},
    {TsigAlgorithm::hmac_sha384, "hmac-sha384", "164"},
    {TsigAlgorithm::hmac_sha512, "hmac-sha512", "165"},
};

inline std::string bind_key(const std::string& algorithm, std::string_view base64 = secret) {
  return "key \"host1.d.example.com\" {\n\talgorithm " + algorithm + ";\n\tsecret \"" +
         std::string{base64} + "\";\n};\n";
}

inline std::string private_key(const std::string& number) {
  return "Private-key-format: v1.3\nAlgorithm: " + number + " (HMAC)\nKey: " + std::string{secret} +
         "\nBits: AAA=\nCreated: 20200101000000\n";
}

inline void check_key(const Result<KeyFile>& file, TsigAlgorithm algorithm) {
  REQUIRE(error_of(file) == "");
  CHECK(file->key.name.to_text() == "host1.d.example.com");
  CHECK(file->key.algorithm == algorithm);
  CHECK(file->key.secret == *settings::decode_base64(secret));
}

}  // namespace nsfollow::test
