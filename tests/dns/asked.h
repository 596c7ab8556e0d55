// SPDX-License-Identifier: MIT
// A question and an update under way, for which answers are forged and judged.
#pragma once
#include "dns/answer.h"
#include "dns/forge.h"
#include "support/catch.h"

namespace nsfollow::test {

using namespace dns;
using core::Outcome;

inline constexpr WallTime when{std::chrono::seconds{1'700'000'000}};
inline const core::DnsName zone = *core::DnsName::parse("example.test");
inline const core::RrsetKey host{*core::DnsName::parse("Host.example.test"), core::RrType::a};
inline const Buffer address{5, 6, 7, 8};

inline core::TsigKey make_key(core::TsigAlgorithm algorithm = core::TsigAlgorithm::hmac_sha256) {
  return {*core::DnsName::parse("host.key.test"), algorithm,
          Secret{std::vector<std::uint8_t>(32, 0x31)}};
}

struct Asked {
  core::TsigKey key = make_key();
  Request request = make_question(host, key, when);

  [[nodiscard]] Buffer good(const SignAs& how = {}) const {
    auto answer = answer_to(request.wire);
    add_record(answer, 1, to_wire(host.owner), 1, 300, address);
    sign(answer, how);
    return answer;
  }
  void sign(Buffer& answer, const SignAs& how = {}) const {
    sign_answer(answer, key, request.signature.mac, when, how);
  }
  [[nodiscard]] Answer judged(Octets answer, bool over_tcp = false) const {
    return judge(answer, request, when, over_tcp);
  }
  [[nodiscard]] std::string junk(Octets answer) const {
    const auto judgement = judged(answer);
    CHECK(judgement.worth == Worth::junk);
    CHECK_FALSE(judgement.proved);
    return judgement.detail;
  }
};

struct Updated {
  core::TsigKey key = make_key();
  Request request =
      make_update(zone, {{host, {}, {std::chrono::seconds{60}, {"\1\2\3\4"}}}}, key, when);

  [[nodiscard]] Answer judged(unsigned rcode, const SignAs& how = {}) const {
    auto answer = answer_to(request.wire, rcode);
    sign_answer(answer, key, request.signature.mac, when, how);
    return judge(answer, request, when, false);
  }
};

}  // namespace nsfollow::test
