// SPDX-License-Identifier: MIT
#include "dns/wire_scan.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::dns;

namespace {

Buffer message(std::initializer_list<int> counts, std::string_view body) {
  Buffer octets{0x12, 0x34, 0x84, 0x00};
  for (const int count : counts) put_number(octets, static_cast<std::uint64_t>(count), 2);
  octets.insert(octets.end(), body.begin(), body.end());
  return octets;
}

WireName name_at(const Buffer& octets, std::size_t at, bool& ok) {
  Reader reader{octets, at};
  auto name = reader.name();
  ok = reader.ok();
  return name;
}

using namespace std::string_literals;
using namespace std::string_view_literals;

}  // namespace

TEST_CASE("a name on the wire has a length before each label and the root at its end") {
  CHECK(to_wire(*core::DnsName::parse("ns1.example.test")) == "\3ns1\7example\4test\0"s);
  CHECK(to_wire(core::DnsName{}) == "\0"s);
}

TEST_CASE("names are read in lower case, through pointers that lead backwards") {
  const auto octets = message({0, 0, 0, 0}, "\4TEST\0\3NS1\xc0\x0c\xc0\x12"sv);
  bool ok = false;
  CHECK(name_at(octets, 12, ok) == "\4test\0"s);
  CHECK(name_at(octets, 18, ok) == "\3ns1\4test\0"s);
  CHECK(name_at(octets, 24, ok) == "\3ns1\4test\0"s);
  CHECK(ok);
}

TEST_CASE("a pointer to itself, forwards, in a circle, or out of the message is no name") {
  for (const auto body : {"\xc0\x0c"sv, "\xc0\x0e\0"sv, "\1a\xc0\x0c"sv, "\xc0\xff"sv, "\xff\xff"sv,
                          "\xc0"sv, "\x40zz\0"sv, "\x80zz\0"sv, "\5abc"sv, ""sv}) {
    bool ok = true;
    (void)name_at(message({0, 0, 0, 0}, body), 12, ok);
    CHECK_FALSE(ok);
  }
}

TEST_CASE("a name of more than 255 octets is no name, one of 255 is") {
  std::string labels;
  for (int i = 0; i < 3; ++i) labels += '\77' + std::string(63, 'a');
  bool ok = false;
  const auto longest = message({0, 0, 0, 0}, labels + '\75' + std::string(61, 'a') + '\0');
  CHECK(name_at(longest, 12, ok).size() == 255);
  CHECK(ok);
  const auto longer = message({0, 0, 0, 0}, labels + '\76' + std::string(62, 'a') + '\0');
  (void)name_at(longer, 12, ok);
  CHECK_FALSE(ok);
}

TEST_CASE("a message is scanned to its last octet or not at all") {
  const auto body =
      "\4test\0\0\6\0\1"                            // test. SOA IN
      "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\5\6\7\10"sv;  // A 5.6.7.8
  const auto whole = message({1, 1, 0, 0}, body);
  const auto good = scan(whole);
  REQUIRE(good);
  CHECK(good->questions.at(0) == Question{"\4test\0"s, 6, 1});
  const auto& record = good->records.at(0);
  CHECK(record.section == Section::answer);
  CHECK(record.owner == "\4test\0"s);
  CHECK(record.ttl == 60);
  CHECK(Buffer(record.rdata.begin(), record.rdata.end()) == Buffer{5, 6, 7, 8});

  CHECK_FALSE(scan(message({1, 2, 0, 0}, body)));
  CHECK_FALSE(scan(message({1, 0, 0, 0}, body)));
  CHECK_FALSE(scan(message({65535, 65535, 65535, 65535}, body)));
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK_FALSE(scan(Octets{whole}.first(size)));
}
