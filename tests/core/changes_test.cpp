// SPDX-License-Identifier: MIT
#include "core/changes.h"
#include "support/catch.h"

using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

RrsetKey key(const std::string& owner, RrType type = RrType::a) {
  return {*DnsName::parse(owner), type};
}
Rrset rrset(const char* address, std::chrono::seconds ttl = 300s) {
  return {ttl, {rdata_of(*IpAddress::parse(address))}};
}

}  // namespace

TEST_CASE("the difference is what is wanted and known to be otherwise", "[changes]") {
  const auto k = key("a.example");
  const auto one = rrset("1.2.3.4");
  struct Row {
    RecordPicture published, wanted;
    std::vector<Change> changes;
  };
  const auto row = GENERATE_COPY(
      Row{{}, {}, {}}, Row{{{k, one}}, {{k, one}}, {}},
      Row{{}, {{k, one}}, {}},  // unknown: nothing is changed on a guess
      Row{{{k, one}}, {}, {}},  // not wished for: left alone
      Row{{{k, {}}}, {{k, one}}, {{k, {}, one}}}, Row{{{k, one}}, {{k, {}}}, {{k, one, {}}}},
      Row{{{k, one}}, {{k, rrset("1.2.3.5")}}, {{k, one, rrset("1.2.3.5")}}},
      Row{{{k, one}}, {{k, rrset("1.2.3.4", 60s)}}, {{k, one, rrset("1.2.3.4", 60s)}}},
      Row{{{key("a.example", RrType::aaaa), {}}}, {{k, one}}, {}});
  CHECK(difference(row.published, row.wanted) == row.changes);
}

TEST_CASE("a thousand changes go in several messages and none is lost", "[changes]") {
  std::vector<Change> all;
  for (int i = 0; i < 1000; ++i)
    all.push_back(
        {key("host" + std::to_string(i) + ".d.example.com"), rrset("5.6.7.8"), rrset("5.6.7.9")});
  std::vector<Change> sent, rest = all;
  int messages = 0;
  while (!rest.empty() && ++messages < 100) {
    const auto first = first_message(rest);
    REQUIRE_FALSE(first.empty());
    // On the wire at most: two records and two markers of name + 10, and 4 octets in each record.
    CHECK(first.size() * (4 * (23 + 10) + 8) < 65'535 - 1'000);
    sent.insert(sent.end(), first.begin(), first.end());
    rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(first.size()));
  }
  CHECK(sent == all);
  CHECK(messages > 1);
  CHECK(messages < 10);
}

TEST_CASE("few changes go in one message", "[changes]") {
  const std::vector<Change> few(20, {key("a.example"), {}, rrset("5.6.7.8")});
  CHECK(first_message(few) == few);
  CHECK(first_message({}).empty());
}

TEST_CASE("one huge change goes alone, because it cannot be split", "[changes]") {
  Rrset huge{300s, {}};
  for (int i = 0; i < 3000; ++i) huge.records.insert(std::string(10, 'x') + std::to_string(i));
  const Change change{key("a.example"), {}, huge};
  CHECK(first_message({change, change}) == std::vector{change});
  const Change small{key("b.example"), {}, rrset("5.6.7.8")};
  CHECK(first_message({small, change}) == std::vector{small});
}
