// SPDX-License-Identifier: MIT
#include "dns/forge.h"
#include <cstdlib>
#include "dns/hmac.h"
#include "dns/message.h"

namespace nsfollow::test {

using namespace nsfollow::dns;

namespace {

void count_up(Buffer& message, std::size_t section) {
  const auto at = 4 + 2 * section;
  const auto count = (message[at] << 8 | message[at + 1]) + 1;
  message[at] = static_cast<std::uint8_t>(count >> 8);
  message[at + 1] = static_cast<std::uint8_t>(count);
}

WireName algorithm_wire(core::TsigAlgorithm algorithm) {
  if (algorithm == core::TsigAlgorithm::hmac_md5)
    return to_wire(*core::DnsName::parse("hmac-md5.sig-alg.reg.int"));
  return to_wire(*core::DnsName::parse(core::describe(algorithm)));
}

constexpr std::chrono::seconds fudge{300};

}  // namespace

Buffer answer_to(Octets request, unsigned rcode, std::uint16_t more_flags) {
  const auto asked = scan(request);
  if (!asked) std::abort();
  Buffer answer;
  put_number(answer, asked->header.id, 2);
  put_number(answer, (asked->header.flags & 0x7800) | 0x8400 | more_flags | rcode, 2);
  put_number(answer, 1, 2);
  put_number(answer, 0, 6);
  const auto& question = asked->questions.at(0);
  put(answer, question.name);
  put_number(answer, question.type, 2);
  put_number(answer, question.rr_class, 2);
  return answer;
}

void add_record(Buffer& message, std::size_t section, const WireName& owner, std::uint16_t type,
                std::uint32_t ttl, Octets rdata, std::uint16_t rr_class) {
  put(message, owner);
  put_number(message, type, 2);
  put_number(message, rr_class, 2);
  put_number(message, ttl, 4);
  put_number(message, rdata.size(), 2);
  put(message, rdata);
  count_up(message, section);
}

void sign_answer(Buffer& answer, const core::TsigKey& key, Octets request_mac,
                 WallTime request_time, const SignAs& how) {
  const auto owner = how.owner.empty() ? to_wire(key.name) : how.owner;
  const auto algorithm = how.algorithm.empty() ? algorithm_wire(key.algorithm) : how.algorithm;
  const auto time =
      static_cast<std::uint64_t>(how.time.value_or(request_time).time_since_epoch().count());
  Buffer chained;
  if (how.over_request) {
    put_number(chained, request_mac.size(), 2);
    put(chained, request_mac);
  }
  Buffer variables;
  put(variables, owner);
  put_number(variables, how.rr_class, 2);
  put_number(variables, how.ttl, 4);
  put(variables, algorithm);
  Buffer times;
  put_number(times, time, 6);
  put_number(times, how.fudge, 2);
  Buffer ending;
  put_number(ending, how.error, 2);
  put_number(ending, how.other.size(), 2);
  put(ending, how.other);
  auto mac = hmac(key.algorithm, key.secret.bytes(), {chained, answer, variables, times, ending});
  mac.resize(std::min(mac.size(), how.mac_size));

  Buffer rdata;
  put(rdata, algorithm);
  put(rdata, times);
  put_number(rdata, mac.size(), 2);
  put(rdata, mac);
  put(rdata, Octets{answer}.first(2));
  put(rdata, ending);
  add_record(answer, 3, owner, type_tsig, how.ttl, rdata, how.rr_class);
}

Signature signature_of(Octets request) {
  const auto scanned = scan(request);
  if (!scanned || scanned->records.empty()) std::abort();
  Reader reader{request, scanned->records.back().rdata_at};
  (void)reader.name();
  const WallTime time{std::chrono::seconds{static_cast<std::int64_t>(reader.number(6))}};
  (void)reader.u16();
  const auto mac = reader.octets(reader.u16());
  return {Buffer(mac.begin(), mac.end()), time, fudge};
}

Request make_question(const core::RrsetKey& asked, const core::TsigKey& key, WallTime time) {
  Request request{
      .wire = *build_question(asked),
      .signature = {},
      .key = &key,
      .opcode = opcode_query,
      .subject = {to_wire(asked.owner), static_cast<std::uint16_t>(asked.type), class_in},
      .asked = asked};
  request.signature = sign(request.wire, key, time, fudge);
  return request;
}

Request make_update(const core::DnsName& zone, std::vector<core::Change> changes,
                    const core::TsigKey& key, WallTime time) {
  Request request{.wire = *build_update(zone, changes),
                  .signature = {},
                  .key = &key,
                  .opcode = opcode_update,
                  .subject = {to_wire(zone), type_soa, class_in},
                  .asked = std::nullopt};
  request.signature = sign(request.wire, key, time, fudge);
  return request;
}

}  // namespace nsfollow::test
