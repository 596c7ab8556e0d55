// SPDX-License-Identifier: MIT
// Whatever a server sends, while a question and an update wait for an answer.  The input's first
// octet chooses how far the input is helped past the first checks: the ID, the question and, in the
// last case, a signature over whatever the rest is, of as many octets as its other bits say.
#include <cstdlib>
#include "dns/forge.h"
#include "dns/message.h"
#include "dns/zone_search.h"

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
  core::TsigKey short_key{*core::DnsName::parse("short.key.test"), core::TsigAlgorithm::hmac_sha512,
                          Secret{std::vector<std::uint8_t>(32, 0x32)}, 256};
  Request short_question = test::make_question(host, short_key, when);
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

void help(Buffer& answer, const Request& request, unsigned how, std::size_t mac_size) {
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
    test::sign_answer(answer, *request.key, request.signature.mac, request.signature.time,
                      {.mac_size = mac_size});
}

// The SOA of a zone, as a resolver is asked for it, and what a search makes of the answer.
void search(Octets input, unsigned how) {
  const auto zone = *core::DnsName::parse("d.example.test");
  static const Request request{.wire = *build_question({zone, core::RrType::soa}),
                               .signature = {},
                               .subject = {to_wire(zone), type_soa, class_in},
                               .asked = core::RrsetKey{zone, core::RrType::soa},
                               .wants_zone = true,
                               .is_unsigned = Request::Unsigned::to_resolver};
  Buffer answer(input.begin(), input.end());
  help(answer, request, how, 0);
  auto judged = judge(answer, request, when, false);
  if (judged.proved || judged.server_time) std::abort();
  if (judged.worth != Worth::unproven || judged.outcome != core::Outcome::done) return;
  const auto found = ZoneSearch{zone}.hear({.reply = {},
                                            .found = std::move(judged.found),
                                            .is_alias = judged.is_alias,
                                            .zone = std::move(judged.zone)});
  if (found && found->primary.has_value() == !found->why_not.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Waiting waiting;
  if (size == 0) return 0;
  const unsigned how = data[0] & 3U;
  const std::size_t mac_size = 1 + (data[0] >> 2U);
  if (how < 3) search({data + 1, size - 1}, how);
  for (const auto* request : {&waiting.question, &waiting.update, &waiting.short_question}) {
    Buffer answer(data + 1, data + size);
    help(answer, *request, how, mac_size);
    meet(answer, *request, how == 3 && mac_size >= core::mac_size(*request->key));
  }
  return 0;
}
