// SPDX-License-Identifier: MIT
#include "core/words.h"
#include <set>
#include "core/trouble.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;
using nsfollow::test::ContainsSubstring;

namespace {

const Server ns1{"ns1", 53};
const DnsName zone = *DnsName::parse("d.example.com");
const RrsetKey key{*DnsName::parse("host1.d.example.com"), RrType::a};

Rrset rrset(const char* address, std::chrono::seconds ttl = 300s) {
  return {ttl, {rdata_of(*IpAddress::parse(address))}};
}
Reply reply(Outcome outcome, std::string detail = "") {
  return {.outcome = outcome, .detail = std::move(detail), .peer = {}, .took = {}, .clock = {}};
}

constexpr Outcome all_outcomes[] = {Outcome::done,
                                    Outcome::guard_failed,
                                    Outcome::bad_time,
                                    Outcome::silent,
                                    Outcome::unreachable,
                                    Outcome::unresolved,
                                    Outcome::server_failed,
                                    Outcome::refused,
                                    Outcome::not_authoritative,
                                    Outcome::not_zone,
                                    Outcome::malformed,
                                    Outcome::unexpected,
                                    Outcome::bad_key,
                                    Outcome::bad_signature,
                                    Outcome::bad_truncation,
                                    Outcome::unsigned_error,
                                    Outcome::ignored,
                                    Outcome::unsigned_refused,
                                    Outcome::unsigned_not_auth,
                                    Outcome::untrusted,
                                    Outcome::alias};

}  // namespace

TEST_CASE("durations are told in the unit a person would choose", "[words]") {
  struct Row {
    Duration duration;
    const char* told;
  };
  const auto row =
      GENERATE(Row{0ns, "0 ms"}, Row{1ns, "1 ms"}, Row{1ms, "1 ms"}, Row{1ms + 1ns, "2 ms"},
               Row{999ms, "999 ms"}, Row{1s, "1 s"}, Row{1499ms, "1 s"}, Row{1500ms, "2 s"},
               Row{119s, "119 s"}, Row{120s, "2 min"}, Row{150s, "3 min"}, Row{119min, "119 min"},
               Row{2h, "2 h"}, Row{47h, "47 h"}, Row{48h, "2 d"}, Row{24h * 365, "365 d"});
  CHECK(words::duration(row.duration) == row.told);
}

TEST_CASE("a publication names what, where, how fast and what was there", "[words]") {
  CHECK(words::published({key, {}, rrset("192.0.2.7")}, ns1, 12ms) ==
        "host1.d.example.com A 192.0.2.7 published at ns1 (12 ms)");
  CHECK(words::published({key, rrset("192.0.2.3"), rrset("192.0.2.7")}, ns1, 12ms) ==
        "host1.d.example.com A 192.0.2.7 published at ns1 (12 ms), was 192.0.2.3");
  CHECK(words::published({key, rrset("192.0.2.7", 60s), rrset("192.0.2.7")}, ns1, 12ms) ==
        "host1.d.example.com A 192.0.2.7 published at ns1 (12 ms), TTL was 60 s");
  CHECK(words::published({key, rrset("192.0.2.7"), {}}, ns1, 12ms) ==
        "host1.d.example.com A withdrawn at ns1 (12 ms), was 192.0.2.7");
}

TEST_CASE("drift names what is there and what was published", "[words]") {
  CHECK(words::drifted({key, rrset("192.0.2.3"), rrset("192.0.2.7")}, ns1) ==
        "host1.d.example.com A at ns1 is 192.0.2.3, not 192.0.2.7 as published: somebody changed "
        "it, or an older zone came back");
  CHECK_THAT(words::drifted({key, {}, rrset("192.0.2.7")}, ns1), ContainsSubstring("is none, not"));
}

TEST_CASE("a failure tells outcome, cause and what happens next", "[words]") {
  const Change change{key, {}, rrset("192.0.2.7")};
  CHECK(words::failed(words::confirming(zone, {change}), ns1, reply(Outcome::silent, "5 s"), 10s) ==
        "could not confirm host1.d.example.com A: ns1 did not answer (5 s); next try in 10 s");
  CHECK(words::failed(words::confirming(zone, {change, change}), ns1, reply(Outcome::unresolved),
                      std::nullopt) ==
        "could not confirm 2 RRsets of d.example.com: the address of ns1 could not be found; "
        "trying again");
  CHECK(words::failed(words::asking(zone), {"ns1", 54}, reply(Outcome::unreachable), 1s) ==
        "could not ask what d.example.com holds: ns1:54 cannot be reached; next try in 1 s");
}

TEST_CASE("each outcome has a sentence of its own that names the server", "[words]") {
  std::set<std::string> sentences;
  for (const auto outcome : all_outcomes) {
    const auto text = words::failed("x", ns1, reply(outcome), 1s);
    CHECK_THAT(text, ContainsSubstring("ns1"));
    sentences.insert(text);
  }
  CHECK(sentences.size() == std::size(all_outcomes));
}

TEST_CASE("what needs a person comes with advice or the server's word", "[words]") {
  struct Row {
    Outcome outcome;
    const char* advice;
  };
  const auto row = GENERATE(
      Row{Outcome::refused, "look at update-policy or allow-update there"},
      Row{Outcome::not_authoritative, "check the zone's name and \"server\""},
      Row{Outcome::not_zone, "check the zone's name"}, Row{Outcome::malformed, "FORMERR"},
      Row{Outcome::bad_key, "check \"key\" here, the key's name and acl there"},
      Row{Outcome::bad_signature, "the secret here differs"},
      Row{Outcome::bad_truncation, "a longer MAC"}, Row{Outcome::unsigned_error, "nobody signed"},
      Row{Outcome::ignored, "did not do it"},
      Row{Outcome::unsigned_refused, "run `nsfollow check --online`"},
      Row{Outcome::unsigned_not_auth, "run `nsfollow check --online`"},
      Row{Outcome::untrusted, "not trusted"},
      Row{Outcome::alias, "remove it there, or choose another name"});
  CHECK(needs_a_person(row.outcome));
  CHECK_THAT(words::failed("x", ns1, reply(row.outcome), 1s), ContainsSubstring(row.advice));
}

TEST_CASE("what time mends does not ask for a person", "[words]") {
  for (const auto outcome :
       {Outcome::done, Outcome::guard_failed, Outcome::bad_time, Outcome::silent,
        Outcome::unreachable, Outcome::unresolved, Outcome::server_failed, Outcome::unexpected})
    CHECK_FALSE(needs_a_person(outcome));
}

TEST_CASE("a wrong clock is told with its direction", "[words]") {
  const auto told = [](std::chrono::seconds ahead) {
    return words::clock_differs(ns1, {{WallTime{10000s + ahead}, TimePoint{}}, WallTime{10000s}});
  };
  CHECK_THAT(told(412s), ContainsSubstring("this clock is 412 s behind the server"));
  CHECK_THAT(told(-412s), ContainsSubstring("this clock is 412 s ahead of the server"));
}

TEST_CASE("an answer that did nothing is told with what is there", "[words]") {
  CHECK(words::ignored({key, {}, rrset("192.0.2.7")}, {}) == "it was to be 192.0.2.7 and is none");
}

TEST_CASE("trouble is told when it begins, changes and ends, and counted in between", "[trouble]") {
  Trouble trouble;
  constexpr TimePoint start{1h};
  CHECK_FALSE(trouble.end(ns1, start));
  CHECK(trouble.note(ns1, Outcome::silent, start));
  CHECK_FALSE(trouble.note(ns1, Outcome::silent, start + 1s));
  CHECK(trouble.note(ns1, Outcome::refused, start + 2s));
  CHECK(trouble.last() == Outcome::refused);
  CHECK(trouble.note({"ns2", 53}, Outcome::refused, start + 3s));
  CHECK(trouble.end(ns1, start + 5min) == "ns1 answers again after 5 min and 4 failed tries");
  CHECK_FALSE(trouble.last());
  CHECK_FALSE(trouble.end(ns1, start + 6min));
  CHECK(trouble.note(ns1, Outcome::refused, start + 7min));
  CHECK(trouble.end(ns1, start + 7min + 3s) == "ns1 answers again after 3 s and 1 failed try");
}
