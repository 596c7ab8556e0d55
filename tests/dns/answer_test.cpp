// SPDX-License-Identifier: MIT
// What is believed of an answer: each of these checks alone must be able to refuse it.
#include "dns/answer.h"
#include <random>
#include "dns/asked.h"

using namespace nsfollow;
using namespace nsfollow::dns;
using namespace nsfollow::test;

TEST_CASE("a signed answer to our question is believed") {
  const Asked asked;
  const auto answer = asked.judged(asked.good());
  CHECK(answer.worth == Worth::authentic);
  CHECK(answer.proved);
  CHECK(answer.outcome == Outcome::done);
  CHECK(answer.server_time == when);
  CHECK(answer.found == core::Rrset{std::chrono::seconds{300}, {"\5\6\7\10"}});
}

TEST_CASE("an answer with another ID, or one that is a question, is not for us") {
  const Asked asked;
  auto answer = asked.good();
  SECTION("ID") { answer[1] ^= 1; }
  SECTION("QR") { answer[2] ^= 0x80; }
  SECTION("too short to have a header") { answer.resize(11); }
  CHECK(asked.judged(answer).worth == Worth::foreign);
}

TEST_CASE("an answer signed with another ID of the original is refused for its header's ID") {
  // TSIG covers the original ID; only the check of the header's own ID ties it to this exchange.
  const Asked asked;
  auto answer = asked.good();
  answer[0] ^= 0xff;
  CHECK(asked.judged(answer).worth == Worth::foreign);
}

TEST_CASE("a well-signed answer with another opcode is junk") {
  const Asked asked;
  auto answer = answer_to(asked.request.wire, 0, 0x2800);
  asked.sign(answer);
  CHECK(asked.junk(answer) == "another opcode");
}

TEST_CASE("a well-signed answer about something else is junk, one about nothing is not") {
  const Asked asked;
  SECTION("another name") {
    auto answer = answer_to(make_question({zone, core::RrType::a}, asked.key, when).wire);
    answer[0] = asked.request.wire[0];
    answer[1] = asked.request.wire[1];
    asked.sign(answer);
    CHECK(asked.junk(answer) == "about something else");
  }
  SECTION("another type") {
    auto answer = answer_to(asked.request.wire);
    answer[answer.size() - 3] = 28;
    asked.sign(answer);
    CHECK(asked.junk(answer) == "about something else");
  }
  SECTION("nothing") {
    auto answer = answer_to(asked.request.wire, 5);
    answer.resize(header_size);
    answer[5] = 0;
    asked.sign(answer);
    CHECK(asked.judged(answer).outcome == Outcome::refused);
  }
}

TEST_CASE("an answer of more than 16 KiB is junk") {
  const Asked asked;
  for (const std::size_t size : {longest_answer, longest_answer + 1}) {
    auto answer = answer_to(asked.request.wire);
    const auto owner = to_wire(zone);
    const auto tsig = asked.good().size() - answer.size() - to_wire(host.owner).size() - 14;
    const Buffer padding(size - answer.size() - tsig - owner.size() - 10, 0);
    add_record(answer, 1, owner, 16, 0, padding);
    asked.sign(answer);
    REQUIRE(answer.size() == size);
    CHECK(asked.judged(answer).worth == (size == longest_answer ? Worth::authentic : Worth::junk));
  }
}

TEST_CASE("each signed RCODE of an update has its outcome") {
  const Updated updated;
  const std::pair<unsigned, Outcome> table[] = {
      {0, Outcome::done},          {1, Outcome::malformed},
      {2, Outcome::server_failed}, {3, Outcome::guard_failed},
      {4, Outcome::malformed},     {5, Outcome::refused},
      {6, Outcome::guard_failed},  {7, Outcome::guard_failed},
      {8, Outcome::guard_failed},  {9, Outcome::not_authoritative},
      {10, Outcome::not_zone},     {11, Outcome::unexpected}};
  for (const auto& [rcode, outcome] : table) {
    INFO(rcode);
    CHECK(updated.judged(rcode).worth == Worth::authentic);
    CHECK(updated.judged(rcode).outcome == outcome);
  }
}

TEST_CASE("TC sends a question to TCP, and an update only when nobody signed it") {
  const Asked asked;
  auto answer = answer_to(asked.request.wire, 0, 0x0200);
  CHECK(asked.judged(answer).worth == Worth::cut_short);
  CHECK_FALSE(asked.judged(answer).proved);
  CHECK(asked.judged(answer, true).worth == Worth::junk);
  asked.sign(answer);
  CHECK(asked.judged(answer).worth == Worth::cut_short);
  CHECK(asked.judged(answer).proved);
  CHECK(asked.judged(answer, true).outcome == Outcome::unexpected);
  answer.pop_back();
  CHECK(asked.judged(answer).worth == Worth::cut_short);

  const Updated updated;
  auto signed_update = answer_to(updated.request.wire, 8, 0x0200);
  sign_answer(signed_update, updated.key, updated.request.signature.mac, when);
  CHECK(judge(signed_update, updated.request, when, false).outcome == Outcome::guard_failed);
}

TEST_CASE("an RRset is read from the answer section at the name alone, with the least TTL") {
  const Asked asked;
  auto answer = answer_to(asked.request.wire);
  const Buffer second{5, 6, 7, 9}, third{5, 6, 7, 10};
  add_record(answer, 1, to_wire(host.owner), 1, 300, address);
  add_record(answer, 1, "\4HOST\7example\4test" + std::string(1, '\0'), 1, 60, second);
  add_record(answer, 1, to_wire(zone), 1, 300, third);
  add_record(answer, 1, to_wire(host.owner), 16, 300, third);
  add_record(answer, 2, to_wire(host.owner), 1, 300, third);
  asked.sign(answer);
  const auto judged = asked.judged(answer);
  CHECK(judged.outcome == Outcome::done);
  CHECK(judged.found == core::Rrset{std::chrono::seconds{60}, {"\5\6\7\10", "\5\6\7\11"}});
}

TEST_CASE("absence is known from NOERROR or NXDOMAIN of a server that has the zone") {
  const Asked asked;
  for (const unsigned rcode : {0U, 3U}) {
    auto with = answer_to(asked.request.wire, rcode);
    auto without = with;
    without[2] &= 0xfb;  // AA
    asked.sign(with);
    asked.sign(without);
    CHECK(asked.judged(with).outcome == Outcome::done);
    CHECK(asked.judged(with).found.empty());
    CHECK(asked.judged(without).outcome == Outcome::not_authoritative);
  }
}

TEST_CASE("a zone is believed of a server that has it, and only around the name", "[zone]") {
  Asked asked;
  asked.request = make_question({host.owner, core::RrType::soa}, asked.key, when);
  asked.request.wants_zone = true;
  const auto judged = [&](std::size_t section, const core::DnsName& owner, bool has_zone = true) {
    auto answer = answer_to(asked.request.wire);
    if (!has_zone) answer[2] &= 0xfb;  // AA
    const Buffer soa{0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
    add_record(answer, section, to_wire(owner), type_soa, 300, soa);
    asked.sign(answer);
    return asked.judged(answer);
  };
  const auto name = [](const char* text) { return *core::DnsName::parse(text); };
  CHECK(judged(2, zone).zone == zone);
  CHECK(judged(2, zone).outcome == Outcome::done);
  CHECK(judged(2, host.owner).zone == host.owner);
  CHECK(judged(1, host.owner).zone == host.owner);
  CHECK(judged(2, name("test")).zone == name("test"));
  CHECK(judged(2, core::DnsName{}).zone == core::DnsName{});
  for (const auto& answer :
       {judged(1, zone), judged(2, name("other.test")), judged(2, name("a.host.example.test")),
        judged(2, name("ost.example.test")), judged(3, zone)}) {
    CHECK_FALSE(answer.zone);
    CHECK(answer.outcome == Outcome::unexpected);
  }
  CHECK(judged(2, zone, false).outcome == Outcome::not_authoritative);
  CHECK_FALSE(judged(2, zone, false).zone);
}

TEST_CASE("an address record of wrong length makes the answer unusable") {
  const Asked asked;
  auto answer = answer_to(asked.request.wire);
  add_record(answer, 1, to_wire(host.owner), 1, 300, address);
  add_record(answer, 1, to_wire(host.owner), 1, 300, Buffer{1, 2, 3, 4, 5, 6});
  asked.sign(answer);
  CHECK(asked.judged(answer).outcome == Outcome::unexpected);
  CHECK(asked.judged(answer).found.empty());
}

TEST_CASE("no single bit of a good answer can be flipped, but for the case of letters") {
  for (const auto algorithm : core::all_tsig_algorithms) {
    Asked asked{make_key(algorithm)};
    const auto good = asked.good();
    REQUIRE(asked.judged(good).worth == Worth::authentic);
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      auto flipped = good;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      if (asked.judged(flipped).worth != Worth::authentic) continue;
      ++accepted;
      INFO("bit " << bit);
      CHECK(bit % 8 == 5);
      CHECK(std::isalpha(good[bit / 8]) != 0);
    }
    const bool md5 = algorithm == core::TsigAlgorithm::hmac_md5;
    const std::string letters = md5 ? "hmacmdsigalgregint" : "hmacsha";
    CHECK(accepted == std::string{"hostkeytest"}.size() + letters.size());
  }
}

TEST_CASE("an answer cut off anywhere is never believed") {
  const Asked asked;
  const auto good = asked.good();
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto judged = asked.judged(Octets{good}.first(size));
    CHECK(judged.worth != Worth::authentic);
    CHECK(judged.worth != Worth::hint);
  }
  auto longer = good;
  longer.push_back(0);
  CHECK(asked.judged(longer).worth == Worth::junk);
}

TEST_CASE("thirty thousand garbled answers are survived, and none is believed") {
  const Asked asked;
  const auto good = asked.good();
  std::mt19937 random{20240601};
  const auto below = [&random](std::size_t n) { return random() % n; };
  for (int round = 0; round < 30'000; ++round) {
    auto garbled = good;
    for (auto n = 1 + below(4); n > 0; --n) {
      const auto at = below(garbled.size());
      switch (below(4)) {
        case 0:
          garbled[at] = static_cast<std::uint8_t>(random());
          break;
        case 1:
          garbled.erase(garbled.begin() + static_cast<long>(at));
          break;
        case 2:
          garbled.insert(garbled.begin() + static_cast<long>(at), 0xc0);
          break;
        default:
          garbled[at] = static_cast<std::uint8_t>(0xc0 | (random() & 1));
          break;
      }
    }
    if (garbled == good) continue;
    const auto judged = asked.judged(garbled);
    if (judged.worth != Worth::authentic) continue;
    for (std::size_t i = 0; i < good.size(); ++i) CHECK((garbled[i] | 0x20) == (good[i] | 0x20));
  }
}
