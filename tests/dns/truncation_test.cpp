// SPDX-License-Identifier: MIT
// Truncated MACs (RFC 8945, section 5.2.2.1), forged ones and a real BIND's.
#include "dns/asked.h"

using namespace nsfollow;
using namespace nsfollow::dns;
using namespace nsfollow::test;

TEST_CASE("a key with truncated MACs sends them, and takes none that are shorter") {
  struct Case {
    core::TsigAlgorithm algorithm;
    std::uint16_t bits;
  };
  using core::TsigAlgorithm;
  const auto [algorithm, bits] =
      GENERATE(Case{TsigAlgorithm::hmac_md5, 80}, Case{TsigAlgorithm::hmac_sha1, 88},
               Case{TsigAlgorithm::hmac_sha256, 128}, Case{TsigAlgorithm::hmac_sha512, 256});
  CAPTURE(core::describe(algorithm));
  auto key = make_key(algorithm);
  key.mac_bits = bits;
  const auto request = make_question(host, key, when);
  const std::size_t least = bits / 8U, whole = core::mac_size(algorithm);
  CHECK(request.signature.mac.size() == least);
  CHECK(signature_of(request.wire).mac == request.signature.mac);
  for (std::size_t size = 0; size <= whole; ++size) {
    CAPTURE(size);
    auto answer = answer_to(request.wire);
    add_record(answer, 1, to_wire(host.owner), 1, 300, address);
    sign_answer(answer, key, request.signature.mac, when, {.mac_size = size});
    const auto judged = judge(answer, request, when, false);
    CHECK(judged.worth == (size < least ? Worth::junk : Worth::authentic));
    CHECK(judged.detail == (size < least ? "a truncated MAC" : ""));
  }
}

TEST_CASE("each octet that is left of a MAC counts") {
  auto key = make_key(core::TsigAlgorithm::hmac_sha512);
  key.mac_bits = 256;
  const auto request = make_question(host, key, when);
  auto answer = answer_to(request.wire);
  add_record(answer, 1, to_wire(host.owner), 1, 300, address);
  sign_answer(answer, key, request.signature.mac, when, {.mac_size = 40});
  REQUIRE(judge(answer, request, when, false).worth == Worth::authentic);
  const auto mac_end = answer.size() - 6;  // the original ID, the error and no other data follow
  for (std::size_t i = mac_end - 40; i < mac_end; ++i) {
    answer[i] ^= 1U;
    CHECK(judge(answer, request, when, false).detail == "a signature that does not fit");
    answer[i] ^= 1U;
  }
  // Over the request's whole MAC, of which only a part was sent.
  auto whole = make_key(core::TsigAlgorithm::hmac_sha512);
  auto other = answer_to(request.wire);
  const auto full = make_question(host, whole, when);
  sign_answer(other, key, full.signature.mac, when);
  CHECK(judge(other, request, when, false).detail == "a signature that does not fit");
}

TEST_CASE("a MAC with octets behind it is none") {
  const Asked asked;
  auto answer = asked.good();
  // One more octet at the end of the MAC: the sizes before it grow by one.
  const auto mac_end = answer.size() - 6;
  answer.insert(answer.begin() + static_cast<std::ptrdiff_t>(mac_end), 0);
  ++answer[mac_end - 32 - 1];                 // of the MAC
  const auto rdata = mac_end - 32 - 10 - 13;  // after the name hmac-sha256
  ++answer[rdata - 1];                        // of the RDATA
  CHECK(asked.junk(answer) == "a MAC that is longer than its hash");
}
