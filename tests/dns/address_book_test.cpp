// SPDX-License-Identifier: MIT
// A server that is configured by its name.
#include "dns/address_book.h"
#include "dns/caller.h"
#include "support/stuck_resolver.h"

using namespace nsfollow;
using namespace nsfollow::test;
using namespace std::chrono_literals;
using core::Outcome;

namespace {

dns::Timings quick() {
  return {.resend = {10ms, 20ms, 30ms}, .udp = 50ms, .tcp = 50ms, .hint = 20ms, .resolve = 100ms};
}

core::TsigKey make_key() {
  return {name("host.key.test"), core::TsigAlgorithm::hmac_sha256,
          Secret{std::vector<std::uint8_t>(32, 0x31)}};
}

struct Book {
  uv::Loop loop;
  int news = 0;
  dns::AddressBook book{loop, [this] { ++news; }};

  std::string find(const core::Server& server, TimePoint now = Clock::now()) {
    const auto before = news;
    auto found = book.find(server, now);
    if (std::holds_alternative<dns::AddressBook::Asking>(found)) {
      while (news == before) loop.run_once();
      found = book.find(server, Clock::now());
    }
    if (const auto* why = std::get_if<std::string>(&found)) return *why;
    return std::get<uv::Endpoint>(found).address_text();
  }
  uv::Endpoint at(const char* address) { return *uv::Endpoint::literal(address, 53); }
};

const core::Server twice{"twice.test", 53};

}  // namespace

TEST_CASE("a literal address needs no lookup") {
  Book book;
  CHECK(book.find({"2001:db8::1", 53}) == "2001:db8::1");
  CHECK(book.news == 0);
}

TEST_CASE("a name is looked up once, and again after five minutes") {
  Book book;
  CHECK(book.find(twice) == "192.0.2.1");
  CHECK(book.find(twice) == "192.0.2.1");
  CHECK(book.find(twice, Clock::now() + 299s) == "192.0.2.1");
  CHECK(book.news == 1);
  CHECK(book.find(twice, Clock::now() + 301s) == "192.0.2.1");
  CHECK(book.news == 2);
}

TEST_CASE("after a failure the next address has its turn, and stays when it answers") {
  Book book;
  CHECK(book.find(twice) == "192.0.2.1");
  book.book.note_failure(twice, book.at("192.0.2.1"));
  book.book.note_failure(twice, book.at("192.0.2.1"));  // of a second exchange at the same time
  CHECK(book.find(twice) == "192.0.2.2");
  CHECK(book.news == 2);
  CHECK(book.find(twice, Clock::now() + 301s) == "192.0.2.2");
  book.book.note_failure(twice, book.at("192.0.2.2"));
  CHECK(book.find(twice) == "192.0.2.1");
}

TEST_CASE("a name that does not exist is asked for again a second later, not sooner") {
  Book book;
  const core::Server none{"none.test", 53};
  CHECK_THAT(book.find(none), ContainsSubstring("none.test: "));
  CHECK_THAT(book.find(none), ContainsSubstring("none.test: "));
  CHECK(book.news == 1);
  CHECK_THAT(book.find(none, Clock::now() + 2s), ContainsSubstring("none.test: "));
  CHECK(book.news == 2);
}

TEST_CASE("what is no host name is not looked up") {
  Book book;
  const auto before = StuckResolver::asked();
  CHECK_THAT(book.find({"", 53}), ContainsSubstring("is not a host name"));
  CHECK_THAT(book.find({std::string(254, 'a'), 53}), ContainsSubstring("is not a host name"));
  CHECK_THAT(book.find({"x\x1b[31m" + std::string(300, 'a'), 53}), ContainsSubstring("\\x1b"));
  CHECK(StuckResolver::asked() == before);
}

TEST_CASE("a server whose name has no address is unresolved") {
  Caller caller{make_key(), {"none.test", 53}, quick()};
  const auto looked = caller.look_up({a_of("host.example.test")});
  CHECK(looked.reply.outcome == Outcome::unresolved);
  CHECK_THAT(looked.reply.detail, ContainsSubstring("none.test: "));
  CHECK(looked.reply.peer.empty());
}

TEST_CASE("a resolver that hangs costs an exchange its patience, and nobody else anything") {
  const StuckResolver stuck;
  Caller caller{make_key(), {"stuck.test", 53}, quick()};
  const auto asked = StuckResolver::asked();
  const auto begun = Clock::now();
  for (int i = 0; i < 3; ++i) {
    const auto looked = caller.look_up({a_of("host.example.test")});
    CHECK(looked.reply.outcome == Outcome::unresolved);
    CHECK_THAT(looked.reply.detail, ContainsSubstring("no answer from the resolver"));
  }
  CHECK(Clock::now() - begun < 10s);
  CHECK(StuckResolver::asked() == asked + 1);  // they all wait for the same lookup

  core::LookUp order;
  order.keys = {a_of("host.example.test")};
  caller.prepare(order).server = {"127.0.0.1", 1};  // nobody listens there
  caller.client().look_up(order);
  caller.wait([&] { return !caller.looks.empty(); });
  CHECK(caller.looks[0].reply.outcome == Outcome::unreachable);
}
