// SPDX-License-Identifier: MIT
#include "core/server_book.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

Recalled recalled(std::map<Server, unsigned> tokens, bool in_use, Duration age, bool trusted) {
  Recalled all{.saved = {}, .age = age, .trusted = trusted};
  all.saved.tokens = std::move(tokens);
  all.saved.in_use = in_use;
  return all;
}
constexpr TimePoint start{1h};
const Server ns1{"ns1", 53}, ns2{"ns2", 53};
}  // namespace

TEST_CASE("the tokens at a start follow from how the last run ended", "[server_book]") {
  struct Row {
    const char* what;
    Recalled recalled;
    unsigned of_ns1, of_ns2;  // ns2 was not known to the last run
  };
  const auto row = GENERATE_COPY(
      Row{"the first run", {}, 30, 30},
      Row{"just stopped", recalled({{ns1, 3}}, false, 0s, true), 3, 30},
      Row{"stopped 45 s ago", recalled({{ns1, 3}}, false, 45s, true), 7, 30},
      Row{"stopped long ago", recalled({{ns1, 3}}, false, 1000h, true), 30, 30},
      Row{"a file with too many", recalled({{ns1, 4'000'000'000}}, false, 1000h, true), 30, 30},
      Row{"crashed", recalled({{ns1, 30}}, true, 0s, true), 0, 0},
      Row{"crashed, booted 45 s ago", recalled({{ns1, 30}}, true, 45s, true), 4, 4},
      Row{"crashed, booted long ago", recalled({{ns1, 0}}, true, 1h, true), 30, 30},
      Row{"a broken file", recalled({{ns1, 30}}, false, 1h, false), 0, 0});
  INFO(row.what);
  ServerBook book{row.recalled, start};
  book.open(ns1);
  book.open(ns2);
  CHECK(book.tokens(start) == std::map<Server, unsigned>{{ns1, row.of_ns1}, {ns2, row.of_ns2}});
}

TEST_CASE("a bucket fills from the start on, also before it is used", "[server_book]") {
  ServerBook book{{.saved = {}, .age = {}, .trusted = false}, start};
  book.open(ns1);
  CHECK(book.of(ns1).rate.tokens(start + 35s) == 3);
}

TEST_CASE("opening a server again does not fill its bucket", "[server_book]") {
  ServerBook book{{}, start};
  book.open(ns1);
  REQUIRE(book.of(ns1).rate.take(start));
  book.open(ns1);
  CHECK(book.of(ns1).rate.tokens(start) == 29);
}

TEST_CASE("dropping the servers' clocks says whether one was in use", "[server_book]") {
  ServerBook book{{}, start};
  book.open(ns1);
  book.open(ns2);
  CHECK_FALSE(book.drop_clocks());
  book.of(ns1).clock = ServerClock{WallTime{1000s}, start};
  CHECK(book.drop_clocks());
  CHECK_FALSE(book.of(ns1).clock);
  CHECK_FALSE(book.drop_clocks());
}

TEST_CASE("a server's time goes on with our boot clock", "[server_book]") {
  const ServerClock clock{WallTime{1000s}, start};
  CHECK(clock.read(start + 90s) == WallTime{1090s});
  CHECK(clock.read(start - 90s) == WallTime{910s});
  CHECK(clock.read(start + 500ms + 1ns) == WallTime{1001s});
}

TEST_CASE("a server is told with its port only where that matters", "[server]") {
  CHECK(describe(Server{"ns1.example.com", 53}) == "ns1.example.com");
  CHECK(describe(Server{"ns1.example.com", 5353}) == "ns1.example.com:5353");
  CHECK(describe(Server{"2001:db8::1", 53}) == "2001:db8::1");
  CHECK(describe(Server{"2001:db8::1", 5353}) == "[2001:db8::1]:5353");
}
