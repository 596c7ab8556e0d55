// SPDX-License-Identifier: MIT
#include "dns/answer.h"
#include <algorithm>
#include <array>
#include "core/rdata_words.h"
#include "dns/rdata.h"

namespace nsfollow::dns {

namespace {

using core::Outcome;

std::string describe_rcode(unsigned rcode) {
  static constexpr std::array names{"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN",
                                    "NOTIMP",  "REFUSED", "YXDOMAIN", "YXRRSET",
                                    "NXRRSET", "NOTAUTH", "NOTZONE"};
  return rcode < names.size() ? names[rcode] : "RCODE " + std::to_string(rcode);
}

std::string describe_tsig_error(std::uint16_t error) {
  switch (error) {
    case tsig_bad_signature:
      return "BADSIG";
    case tsig_bad_key:
      return "BADKEY";
    case tsig_bad_time:
      return "BADTIME";
    case tsig_bad_truncation:
      return "BADTRUNC";
  }
  return "TSIG error " + std::to_string(error);
}

// The code, where the outcome stands for several and so does not tell it.
std::string what_it_says(Outcome outcome, const std::string& code) {
  const bool tells = outcome != Outcome::malformed && outcome != Outcome::unexpected &&
                     outcome != Outcome::unsigned_error && outcome != Outcome::guard_failed;
  return tells ? "" : "the server says " + code;
}

// RFC 1035 4.1.1, RFC 2136 2.2
Outcome outcome_of_error(unsigned rcode, bool update) {
  switch (rcode) {
    case 1:
    case 4:
      return Outcome::malformed;
    case 2:
      return Outcome::server_failed;
    case 5:
      return Outcome::refused;
    case 9:
      return Outcome::not_authoritative;
    case 10:
      return Outcome::not_zone;
    case 3:
    case 6:
    case 7:
    case 8:
      return update ? Outcome::guard_failed : Outcome::unexpected;
  }
  return Outcome::unexpected;
}

Outcome outcome_of_tsig_error(std::uint16_t error, bool proved) {
  switch (error) {
    case tsig_bad_time:
      return proved ? Outcome::bad_time : Outcome::unsigned_error;
    case tsig_bad_truncation:
      return Outcome::bad_truncation;
    case tsig_bad_signature:
      return proved ? Outcome::unexpected : Outcome::bad_signature;
    case tsig_bad_key:
      return proved ? Outcome::unexpected : Outcome::bad_key;
  }
  return proved ? Outcome::unexpected : Outcome::unsigned_error;
}

void end_as(Answer& answer, Outcome outcome, std::string detail) {
  answer.outcome = outcome;
  answer.detail = std::move(detail);
}

void end_with_code(Answer& answer, Outcome outcome, const std::string& code) {
  end_as(answer, outcome, what_it_says(outcome, code));
}

// The records of the answer section that are the RRset we asked for.
void read_rrset(Answer& answer, Octets message, const Scan& scan, const Question& subject) {
  for (const auto& record : scan.records) {
    if (record.section != Section::answer || record.owner != subject.name ||
        record.rr_class != class_in)
      continue;
    if (record.type == type_cname && subject.type != type_cname) answer.is_alias = true;
    if (record.type != subject.type) continue;
    auto rdata = read_rdata(message, record);
    if (!rdata) {
      answer.found = {};
      return end_as(answer, Outcome::unexpected, "a record whose data is none of its type");
    }
    const std::chrono::seconds ttl{record.ttl};
    // RFC 2181 5.2: the TTLs of an RRset are equal, and where they are not the least is meant.
    answer.found.ttl = answer.found.empty() ? ttl : std::min(answer.found.ttl, ttl);
    answer.found.records.insert(*std::move(rdata));
  }
  answer.outcome = Outcome::done;
}

bool is_within(WireName name, const WireName& zone) {
  while (name.size() > zone.size())
    name.erase(0, std::size_t{1} + static_cast<std::uint8_t>(name[0]));
  return name == zone;
}

// The zone of the name that was asked about: the owner of the SOA which stands in the answer
// section at the name itself, and else in the authority section (RFC 2308 2).
void read_zone(Answer& answer, const Scan& scan, const WireName& name) {
  for (const auto& record : scan.records) {
    const bool is_here = record.section == Section::answer ? record.owner == name
                                                           : record.section == Section::authority &&
                                                                 is_within(name, record.owner);
    if (!is_here || record.type != type_soa || record.rr_class != class_in) continue;
    core::OctetReader owner{record.owner};
    const auto text = core::read_wire_name(owner);
    const auto zone = core::DnsName::parse(text.value_or(""));
    if (zone) answer.zone = *zone;
    break;
  }
}

void read_content(Answer& answer, Octets message, const Scan& scan, const Request& request,
                  bool over_tcp) {
  const auto rcode = scan.header.rcode();
  if (!request.asked) {
    if (rcode == 0)
      answer.outcome = Outcome::done;
    else
      end_with_code(answer, outcome_of_error(rcode, true), describe_rcode(rcode));
    return;
  }
  if (rcode != 0 && rcode != 3)
    return end_with_code(answer, outcome_of_error(rcode, false), describe_rcode(rcode));
  const bool may_be_cached = request.is_unsigned == Request::Unsigned::to_resolver;
  if (!scan.header.is_authoritative() && !may_be_cached)
    return end_as(answer, Outcome::not_authoritative,
                  "the server answers, but not as one that has the zone");
  if (scan.header.is_truncated()) {
    if (over_tcp) return end_as(answer, Outcome::unexpected, "cut short even over TCP");
    answer.worth = Worth::cut_short;
    return;
  }
  read_rrset(answer, message, scan, request.subject);
  if (!request.wants_zone || answer.outcome != Outcome::done) return;
  read_zone(answer, scan, request.subject.name);
  if (!answer.zone && !may_be_cached)
    end_as(answer, Outcome::unexpected, "the server does not tell the zone");
}

Answer junk(std::string_view why, const Header& header, bool over_tcp) {
  Answer answer;
  // Nobody has to be believed to be asked again over TCP.
  answer.worth = header.is_truncated() && !over_tcp ? Worth::cut_short : Worth::junk;
  answer.detail = why;
  return answer;
}

Outcome outcome_of_unsigned(unsigned rcode) {
  switch (rcode) {
    case 5:
      return Outcome::unsigned_refused;
    case 9:
      return Outcome::unsigned_not_auth;
  }
  return Outcome::unsigned_error;
}

Answer hint(const Header& header, const Verification& verification) {
  Answer answer{.worth = Worth::hint};
  if (verification.proof == Proof::unsigned_error)
    end_with_code(answer, outcome_of_tsig_error(verification.error, false),
                  describe_tsig_error(verification.error));
  else
    end_with_code(answer, outcome_of_unsigned(header.rcode()), describe_rcode(header.rcode()));
  return answer;
}

// Who guessed port, ID and question, or sees our packets, could forge anything: no TSIG is looked
// for, and errors count at once.
Answer judge_unsigned(Octets message, const Scan& scan, const Request& request, bool over_tcp) {
  // Here the question is part of what must be guessed.
  if (scan.questions.empty()) return junk("about nothing", scan.header, over_tcp);
  Answer answer{.worth = Worth::unproven};
  const auto rcode = scan.header.rcode();
  if (rcode != 0 && rcode != 3)
    end_as(answer, outcome_of_unsigned(rcode), "the server says " + describe_rcode(rcode));
  else
    read_content(answer, message, scan, request, over_tcp);
  return answer;
}

// RFC 1035 4.1.2, RFC 2136 3.8: a server gives the question or zone section back, or leaves it out.
bool is_about(const Scan& scan, const Request& request) {
  return scan.questions.empty() ||
         (scan.questions.size() == 1 && scan.questions[0] == request.subject);
}

}  // namespace

Answer judge(Octets message, const Request& request, WallTime now, bool over_tcp) {
  const auto header = read_header(message);
  const auto ours = read_header(request.wire);
  if (!header || header->id != ours->id || !header->is_response()) return {};
  if (message.size() > longest_answer) return junk("longer than 16384 octets", *header, over_tcp);
  if (header->opcode() != request.opcode) return junk("another opcode", *header, over_tcp);
  const auto scanned = scan(message);
  if (!scanned) return junk("not a well-formed message", *header, over_tcp);
  if (!is_about(*scanned, request)) return junk("about something else", *header, over_tcp);
  if (request.is_unsigned != Request::Unsigned::no)
    return judge_unsigned(message, *scanned, request, over_tcp);

  const auto proof = verify(message, *scanned, request.signature, *request.key, now);
  Answer answer{.worth = Worth::authentic, .proved = true};
  answer.server_time = proof.server_time;
  switch (proof.proof) {
    case Proof::refused:
      return junk(proof.why, *header, over_tcp);
    case Proof::none:
    case Proof::unsigned_error:
      // Success without a signature is no hint at what is wrong: it is a lie, or a broken server.
      if (header->rcode() == 0 || (header->is_truncated() && !over_tcp))
        return junk("no signature", *header, over_tcp);
      return hint(*header, proof);
    case Proof::tsig_error:
      end_with_code(answer, outcome_of_tsig_error(proof.error, true),
                    describe_tsig_error(proof.error));
      return answer;
    case Proof::authentic:
      break;
  }
  read_content(answer, message, *scanned, request, over_tcp);
  return answer;
}

}  // namespace nsfollow::dns
