// SPDX-License-Identifier: MIT
#include "dns/hmac.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::dns;
using core::TsigAlgorithm;

namespace {

Buffer unhex(std::string_view text) {
  Buffer octets;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    octets.push_back(
        static_cast<std::uint8_t>(std::stoul(std::string{text.substr(i, 2)}, nullptr, 16)));
  return octets;
}

Buffer text(std::string_view words) { return {words.begin(), words.end()}; }

}  // namespace

TEST_CASE("HMAC gives the values of RFC 2202 and RFC 4231") {
  struct Case {
    TsigAlgorithm algorithm;
    Buffer key, message;
    const char* mac;
  };
  const auto jefe = text("Jefe");
  const auto what = text("what do ya want for nothing?");
  const auto first = text("Test Using Larger Than Block-Size Key - Hash Key First");
  const Buffer aa80(80, 0xaa), aa131(131, 0xaa);
  const Case cases[] = {
      {TsigAlgorithm::hmac_md5, jefe, what, "750c783e6ab0b503eaa86e310a5db738"},
      {TsigAlgorithm::hmac_md5, aa80, first, "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
      {TsigAlgorithm::hmac_sha1, jefe, what, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
      {TsigAlgorithm::hmac_sha1, aa80, first, "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
      {TsigAlgorithm::hmac_sha224, jefe, what,
       "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"},
      {TsigAlgorithm::hmac_sha224, aa131, first,
       "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e"},
      {TsigAlgorithm::hmac_sha256, jefe, what,
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {TsigAlgorithm::hmac_sha256, aa131, first,
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {TsigAlgorithm::hmac_sha384, jefe, what,
       "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
       "8e2240ca5e69e2c78b3239ecfab21649"},
      {TsigAlgorithm::hmac_sha384, aa131, first,
       "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
       "0c2ef6ab4030fe8296248df163f44952"},
      {TsigAlgorithm::hmac_sha512, jefe, what,
       "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
       "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
      {TsigAlgorithm::hmac_sha512, aa131, first,
       "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
       "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
  };
  for (const auto& one : cases) {
    INFO(core::describe(one.algorithm));
    const auto expected = unhex(one.mac);
    CHECK(hmac(one.algorithm, one.key, {one.message}) == expected);
    CHECK(core::mac_size(one.algorithm) == expected.size());
  }
}

TEST_CASE("the parts of a MAC count as one message") {
  const Buffer key(20, 0x0b), whole = text("Hi There"), left = text("Hi "), right = text("There");
  CHECK(hmac(TsigAlgorithm::hmac_sha256, key, {whole}) ==
        hmac(TsigAlgorithm::hmac_sha256, key, {left, {}, right}));
}

TEST_CASE("MACs are the same only with equal length and octets") {
  const Buffer one{1, 2, 3}, other{1, 2, 4}, shorter{1, 2};
  CHECK(same_mac(one, one));
  CHECK_FALSE(same_mac(one, other));
  CHECK_FALSE(same_mac(one, shorter));
  CHECK_FALSE(same_mac({}, one));
}
