// SPDX-License-Identifier: MIT
// Whatever a server sends, while a question and an update wait for an answer.  The input's first
// octet chooses how far the input is helped past the first checks: the ID, the question and, in the
// last case, a good signature over whatever the rest is.
#include <cstdlib>
#include "dns/forge.h"

using namespace nsfollow;
using namespace nsfollow::dns;

namespace {

constexpr WallTime when{std::chrono::seconds{1'700'000'000}};

struct Waiting {
  core::TsigKey key{*core::DnsName::parse("host.key.test"), core::TsigAlgorithm::hmac_sha256,
                    Secret{std::vector<std::uint8_t>(32, 0x31)}};
  core::RrsetKey host{*core::DnsName::parse("host.example.test"), core::RrType::aaaa};
  Request question = test::make_question(host, key, when);
  Request update = test::make_update(*core::DnsName::parse("example.test"),
                                     {{host, {}, {std::chrono::seconds{60}, {"x"}}}}, key, when);
};

void meet(Octets answer, const Request& request, bool may_be_signed) {
  for (const bool over_tcp : {false, true}) {
    const auto judged = judge(answer, request, when, over_tcp);
    // Nobody but the key's owner can make an authentic answer.
    if (judged.proved && !may_be_signed) std::abort();
    if (judged.server_time && !judged.proved) std::abort();
    if (!judged.found.empty() && judged.outcome != core::Outcome::done) std::abort();
  }
}

void help(Buffer& answer, const Request& request, unsigned how) {
  if (how >= 1 && answer.size() >= header_size) {  // ID, QR, opcode
    answer[0] = request.wire[0];
    answer[1] = request.wire[1];
    answer[2] = static_cast<std::uint8_t>((answer[2] & 0x07) | 0x80 | (request.opcode << 3));
  }
  if (how >= 2) {  // the question in front, the input's sections behind it
    auto whole = test::answer_to(request.wire);
    if (answer.size() >= header_size) {
      std::copy(answer.begin() + 2, answer.begin() + 4, whole.begin() + 2);
      whole[2] = static_cast<std::uint8_t>((answer[2] & 0x07) | 0x80 | (request.opcode << 3));
      std::copy(answer.begin() + 6, answer.begin() + 12, whole.begin() + 6);
      put(whole, Octets{answer}.subspan(header_size));
    }
    answer = whole;
  }
  if (how == 3)
    test::sign_answer(answer, *request.key, request.signature.mac, request.signature.time);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Waiting waiting;
  if (size == 0) return 0;
  const unsigned how = data[0] & 3U;
  for (const auto* request : {&waiting.question, &waiting.update}) {
    Buffer answer(data + 1, data + size);
    help(answer, *request, how);
    meet(answer, *request, how == 3);
  }
  return 0;
}
