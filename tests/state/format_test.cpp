// SPDX-License-Identifier: MIT
#include "state/format.h"
#include <random>
#include "state/example.h"
#include "support/catch.h"

using namespace std::chrono_literals;
using namespace nsfollow;
using state::Kept;
using test::ContainsSubstring;

namespace {

const state::Stamp stamp{WallTime{1'800'000'000s}, 86'400'000'000'123ns, "0f-e1"};

// A body with its checksum, which an attacker can compute as well.
std::string sealed(const std::string& body) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = body + "check ";
  for (unsigned shift = 64; shift > 0; shift -= 4)
    text += digits[(state::checksum(body) >> (shift - 4)) & 15U];
  return text + '\n';
}

std::string with_line(const std::string& line) {
  return sealed("nsfollow-state 1\nsaved 1 2 - at-rest\nzone d.example.com\n" + line + '\n');
}

}  // namespace

TEST_CASE("what was saved is what is read") {
  const auto kept = state::parse(state::to_text(test::example(), stamp));
  REQUIRE(kept);
  CHECK(*kept == Kept{test::example(), stamp});

  SECTION("also when there is nothing to save and no boot id") {
    const state::Stamp bare{WallTime{0s}, 0ns, ""};
    const auto nothing = state::parse(state::to_text({}, bare));
    REQUIRE(nothing);
    CHECK(*nothing == Kept{{}, bare});
  }
}

TEST_CASE("the state file can be read by a person") {
  core::Saved saved;
  saved.tokens[{"ns1.example.com", 53}] = 30;
  saved.published[test::name("d.example.com")][{test::name("h.d.example.com"), core::RrType::a}] = {
      300s, {"\xc0\xa0\x02\x07"}};
  CHECK(state::to_text(saved, stamp) == sealed("nsfollow-state 1\n"
                                               "saved 1800000000 86400000000123 0f-e1 at-rest\n"
                                               "tokens 30 53 ns1.example.com\n"
                                               "zone d.example.com\n"
                                               "rrset h.d.example.com 1 300 c0a00207\n"));
}

TEST_CASE("the checksum is FNV-1a of 64 bits") {
  // Vectors of the algorithm's authors.
  CHECK(state::checksum("") == 0xcbf29ce484222325);
  CHECK(state::checksum("a") == 0xaf63dc4c8601ec8c);
  CHECK(state::checksum("foobar") == 0x85944171f73967e8);
}

TEST_CASE("a state file cut off at any byte is refused") {
  const auto text = state::to_text(test::example(), stamp);
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(state::parse(text.substr(0, length)));
  }
}

TEST_CASE("a state file with any changed bit is refused") {
  const auto text = state::to_text(test::example(), stamp);
  for (std::size_t i = 0; i < text.size() * 8; ++i) {
    auto changed = text;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    CAPTURE(i);
    CHECK_FALSE(state::parse(changed));
  }
}

TEST_CASE("a mangled state file with a right checksum is refused or makes sense") {
  const auto text = state::to_text(test::example(), stamp);
  const auto body = text.substr(0, text.rfind("check "));
  std::mt19937 random{20240711};
  const auto below = [&](std::size_t n) { return random() % n; };
  std::size_t believed = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto mangled = body;
    for (auto edits = 1 + below(4); edits > 0; --edits) {
      const auto at = below(mangled.size());
      switch (below(4)) {
        case 0:
          mangled[at] = static_cast<char>(below(256));
          break;
        case 1:
          mangled.erase(at, 1 + below(8));
          break;
        case 2:
          mangled.insert(at, mangled.substr(below(mangled.size()), below(40)));
          break;
        default:
          mangled[at] = "0123456789 -\nzs"[below(15)];
          break;
      }
      if (mangled.empty()) mangled = "\n";
    }
    const auto kept = state::parse(sealed(mangled));
    if (!kept) continue;
    ++believed;
    // Whatever is believed can be written and is the same again.
    const auto again = state::parse(state::to_text(kept->saved, kept->stamp));
    REQUIRE(again);
    REQUIRE(*again == *kept);
  }
  CHECK(believed > 100);  // else the loop above shows nothing
}

TEST_CASE("why a state file is refused is said") {
  CHECK(state::parse("").error() == "is empty");
  CHECK(state::parse("[zone]\n").error() == "is not a state file");
  CHECK(state::parse(sealed("nsfollow-state 0\n")).error() ==
        "is of a version that this nsfollow does not know");
  CHECK(state::parse(sealed("nsfollow-state 2\nsaved 1 2 - at-rest\n")).error() ==
        "is of a version that this nsfollow does not know");
  CHECK(state::parse("nsfollow-state 1\nsaved 1 2 - at-rest\n").error() ==
        "is damaged: its checksum is wrong");
  CHECK(state::parse("nsfollow-state 1\n").error() == "is cut off");
  CHECK(state::parse(sealed("nsfollow-state 1\n")).error() == "holds nothing");
}

TEST_CASE("a line that no save ever wrote makes the whole file worthless") {
  CHECK(state::parse(with_line("rrset d.example.com 1 300 c0000207")));  // the pattern holds
  const auto line = GENERATE(
      as<std::string>{},  //
      "", " ", "owner d.example.com", "zone d.example.com", "zone", "zone  ", "zone a..b",
      "zone a b", "tokens 1 53", "tokens -1 53 ns1", "tokens 4294967296 53 ns1",
      "tokens 1 65536 ns1", "tokens 1 53 ns1 x", "tokens 1 53 ", "rrset d.example.com 1",
      "rrset d.example.com 65536 1", "rrset d.example.com 1 -1", "rrset d.example.com 1 2147483648",
      "rrset d.example.com 1 1 c", "rrset d.example.com 1 1 C0", "rrset d.example.com 1 1 c0 c0",
      "rrset d.example.com 1 1 c0  c1", "rrset d.example.com 1 1 c0 ", "saved 1 2 - at-rest");
  CAPTURE(line);
  CHECK(state::parse(with_line(line)).error() == "has a line that makes no sense");
}

TEST_CASE("a state file must begin with its stamp") {
  const auto line = GENERATE(as<std::string>{},  //
                             "zone d.example.com", "saved", "saved 1 2", "saved 1 2 -",
                             "saved 1 2 - running", "saved 1 2 xyz at-rest", "saved -1 2 - at-rest",
                             "saved 1 -2 - at-rest", "saved 253402300800 2 - at-rest",
                             "saved 1 9223372036854775808 - at-rest", "saved 1 2 - at-rest x");
  CAPTURE(line);
  CHECK_FALSE(state::parse(sealed("nsfollow-state 1\n" + line + '\n')));
}

TEST_CASE("records of a state file belong to a zone") {
  CHECK_FALSE(state::parse(
      sealed("nsfollow-state 1\nsaved 1 2 - at-rest\nrrset d.example.com 1 300 c0000207\n")));
}
