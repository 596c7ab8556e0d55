// SPDX-License-Identifier: MIT
// Which TSIG makes an answer believed (RFC 8945, section 5.3), and what its errors teach.
#include "dns/asked.h"

using namespace nsfollow;
using namespace nsfollow::dns;
using namespace nsfollow::test;

TEST_CASE("an answer without a TSIG proves nothing") {
  const Asked asked;
  SECTION("success is junk") { CHECK(asked.junk(answer_to(asked.request.wire)) == "no signature"); }
  SECTION("an error is a hint") {
    const auto answer = asked.judged(answer_to(asked.request.wire, 5));
    CHECK(answer.worth == Worth::hint);
    CHECK(answer.outcome == Outcome::unsigned_refused);
    CHECK(asked.judged(answer_to(asked.request.wire, 9)).outcome == Outcome::unsigned_not_auth);
    const auto other = asked.judged(answer_to(asked.request.wire, 2));
    CHECK(other.outcome == Outcome::unsigned_error);
    CHECK(other.detail == "the server says SERVFAIL");
    CHECK_FALSE(answer.server_time);
  }
}

TEST_CASE("two TSIGs are refused, and so is one that is not the last record") {
  const Asked asked;
  SECTION("two") {
    auto answer = asked.good();
    asked.sign(answer);
    CHECK(asked.junk(answer) == "more than one TSIG");
  }
  SECTION("not last") {
    auto answer = asked.good();
    add_record(answer, 3, to_wire(zone), 1, 0, address);
    CHECK(asked.junk(answer) == "a TSIG that is not the last record");
  }
  SECTION("in another section") {
    auto answer = asked.good();
    answer[7] = 2;   // ANCOUNT
    answer[11] = 0;  // ARCOUNT
    CHECK(asked.junk(answer) == "a TSIG that is not the last record");
  }
}

TEST_CASE("a TSIG must name our key and our algorithm") {
  const Asked asked;
  const auto other = to_wire(*core::DnsName::parse("evil.key.test"));
  CHECK(asked.junk(asked.good({.owner = other})) == "a TSIG of another key");
  const auto weaker = to_wire(*core::DnsName::parse("hmac-md5.sig-alg.reg.int"));
  CHECK(asked.junk(asked.good({.algorithm = weaker})) == "a TSIG of another algorithm");
}

TEST_CASE("a TSIG of another class or with a TTL is refused") {
  const Asked asked;
  CHECK(asked.junk(asked.good({.rr_class = 1})) == "a TSIG of wrong class or TTL");
  CHECK(asked.junk(asked.good({.ttl = 1})) == "a TSIG of wrong class or TTL");
}

TEST_CASE("only a full MAC over our own request is taken") {
  const Asked asked;
  SECTION("not over our request") {
    CHECK(asked.junk(asked.good({.over_request = false})) == "a signature that does not fit");
  }
  SECTION("over an earlier request") {
    const auto earlier = make_question(host, asked.key, when);
    auto answer = answer_to(asked.request.wire);
    sign_answer(answer, asked.key, earlier.signature.mac, when);
    CHECK(asked.junk(answer) == "a signature that does not fit");
  }
  SECTION("shorter by one octet") {
    CHECK(asked.junk(asked.good({.mac_size = 31})) == "a truncated MAC");
  }
  SECTION("empty") { CHECK(asked.junk(asked.good({.mac_size = 0})) == "a truncated MAC"); }
  SECTION("by another secret") {
    auto thief = make_key();
    thief.secret = Secret{std::vector<std::uint8_t>(32, 0x32)};
    auto answer = answer_to(asked.request.wire);
    sign_answer(answer, thief, asked.request.signature.mac, when);
    CHECK(asked.junk(answer) == "a signature that does not fit");
  }
}

TEST_CASE("an answer's time may be as far from ours as the fudge, and no second farther") {
  const Asked asked;
  for (const auto away : {300, -300})
    CHECK(asked.judged(asked.good({.time = when + std::chrono::seconds{away}})).worth ==
          Worth::authentic);
  for (const auto away : {301, -301}) {
    // The answer's own fudge has no say.
    const auto answer = asked.good({.time = when + std::chrono::seconds{away}, .fudge = 0xffff});
    CHECK(asked.junk(answer) == "a signature that is too old or too new");
  }
}

TEST_CASE("a TSIG error counts before the RCODE does") {
  const Updated updated;
  const auto answer = updated.judged(0, {.error = tsig_bad_key});
  CHECK(answer.worth == Worth::authentic);
  CHECK(answer.outcome == Outcome::unexpected);
  CHECK(updated.judged(9, {.error = tsig_bad_truncation}).outcome == Outcome::bad_truncation);
}

TEST_CASE("BADTIME teaches the server's clock only when it is signed over our request and time") {
  const Updated updated;
  const auto theirs = when + std::chrono::hours{24 * 365};
  const Buffer other = [&] {
    Buffer octets;
    put_number(octets, static_cast<std::uint64_t>(theirs.time_since_epoch().count()), 6);
    return octets;
  }();
  const auto good = updated.judged(9, {.error = tsig_bad_time, .other = other});
  CHECK(good.worth == Worth::authentic);
  CHECK(good.outcome == Outcome::bad_time);
  CHECK(good.server_time == theirs);

  CHECK(updated.judged(9, {.time = theirs, .error = tsig_bad_time, .other = other}).worth ==
        Worth::junk);
  CHECK(updated.judged(9, {.error = tsig_bad_time}).worth == Worth::junk);
  CHECK(updated.judged(9, {.error = tsig_bad_time, .other = other, .over_request = false}).worth ==
        Worth::junk);
  const auto bare = updated.judged(9, {.error = tsig_bad_time, .other = other, .mac_size = 0});
  CHECK(bare.worth == Worth::hint);
  CHECK(bare.outcome == Outcome::unsigned_error);
  CHECK_FALSE(bare.server_time);
}

TEST_CASE("BADKEY, BADSIG and BADTRUNC without a MAC are hints") {
  const Updated updated;
  const auto outcome = [&](std::uint16_t error) {
    const auto answer = updated.judged(9, {.error = error, .mac_size = 0});
    CHECK(answer.worth == Worth::hint);
    CHECK(answer.detail == (error == 99 ? "the server says TSIG error 99" : ""));  // never twice
    return answer.outcome;
  };
  CHECK(outcome(tsig_bad_key) == Outcome::bad_key);
  CHECK(outcome(tsig_bad_signature) == Outcome::bad_signature);
  CHECK(outcome(tsig_bad_truncation) == Outcome::bad_truncation);
  CHECK(outcome(99) == Outcome::unsigned_error);
  CHECK(updated.judged(0, {.error = tsig_bad_key, .mac_size = 0}).worth == Worth::junk);
}
