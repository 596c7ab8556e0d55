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
  const auto sum = state::checksum(body);
  std::string text = body + "check ";
  for (unsigned shift = 64; shift > 0; shift -= 4) text += digits[(sum >> (shift - 4)) & 15U];
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
  saved.published["d.example.com"][{test::name("h.d.example.com"), core::RrType::a}] = {
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
  for (int round = 0; round < 5'000; ++round) {
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
      "", " ", "owner d.example.com", "zone d.example.com", "zone", "zone  ", "zone a/b", "zone A",
      "zone a b", "tokens 1 53", "tokens -1 53 ns1", "tokens 4294967296 53 ns1",
      "tokens 1 65536 ns1", "tokens 1 53 ns1 x", "tokens 1 53 ", "rrset d.example.com 1",
      "rrset d.example.com 65536 1", "rrset d.example.com 1 -1", "rrset d.example.com 1 2147483648",
      "rrset d.example.com 1 1 c", "rrset d.example.com 1 1 C0", "rrset d.example.com 1 1 c0 c0",
      "echo-wait 1", "echo-wait 1 ", "echo-wait 1 -", "echo-wait -1 u", "echo-wait 86400001 u",
      "echo-wait 1 u x", "echo-wait 1 u%2", "echo-wait 1 u%2G", "echo-wait 1 u%2E",
      "echo-wait 1 u%75", "echo-wait 1 \xc3\xbc", "echo-early 0", "echo-early", "echo-early 1 x",
      "echo-early 86400001", "echo-agreement ipv4 -", "echo-agreement ipv4 - 192.0.2.7",
      "echo-agreement ipv6 - 192.0.2.7 x", "echo-agreement ipv5 - 192.0.2.7 x",
      "echo-agreement ipv4 - 192.0.2.7 x y", "echo-agreement ipv4  192.0.2.7 x",
      "rrset d.example.com 1 1 c0  c1", "rrset d.example.com 1 1 c0 ", "saved 1 2 - at-rest");
  CAPTURE(line);
  CHECK(state::parse(with_line(line)).error() == "has a line that makes no sense");
}

TEST_CASE("what is said twice in a state file makes it worthless") {
  const auto* const line =
      GENERATE("echo-wait 1 u", "echo-early 1", "echo-agreement ipv4 - 192.0.2.7 x",
               "tokens 1 53 ns1", "zone a");
  CHECK(state::parse(with_line(line)));
  CHECK_FALSE(state::parse(with_line(std::string{line} + '\n' + line)));
}

TEST_CASE("what echo services must be spared can be read by a person") {
  core::Saved saved;
  saved.echo_waits["https://echo.example/"] = 1800s;
  saved.echo_early_wait = 300s;
  saved.echo_agreements[{core::Family::ipv6, "eth 0"}] = {*core::IpAddress::parse("2001:db8::7"),
                                                          "eth0"};
  CHECK(state::to_text(saved, stamp) == sealed("nsfollow-state 1\n"
                                               "saved 1800000000 86400000000123 0f-e1 at-rest\n"
                                               "echo-wait 1800000 https://echo.example/\n"
                                               "echo-early 300000\n"
                                               "echo-agreement ipv6 eth%200 2001:db8::7 eth0\n"));
}

TEST_CASE("a wait is kept for a day at most, and never shortened by rounding") {
  core::Saved saved;
  saved.echo_waits = {{"a", 1ns}, {"b", 25h}, {"c", -1s}};
  saved.echo_early_wait = Duration::max();
  const auto kept = state::parse(state::to_text(saved, stamp));
  REQUIRE(kept);
  CHECK(kept->saved.echo_waits ==
        std::map<std::string, Duration>{{"a", 1ms}, {"b", 24h}, {"c", 0s}});
  CHECK(kept->saved.echo_early_wait == 24h);
}

TEST_CASE("a state that is too much for its file is kept in part, and can be read") {
  core::Saved saved;
  const auto address = *core::IpAddress::parse("192.0.2.7");
  for (int i = 100; i < 200; ++i) {
    saved.echo_waits["http://" + std::to_string(i)] = 1s;
    saved.echo_agreements[{core::Family::ipv4, std::to_string(i)}] = {address, "x"};
  }
  saved.echo_waits["http:" + std::string(3000, 'x')] = 1s;
  saved.echo_agreements[{core::Family::ipv6, "wrong family"}] = {address, "x"};
  const auto kept = state::parse(state::to_text(saved, stamp));
  REQUIRE(kept);
  CHECK(kept->saved.echo_waits.size() == 64);
  CHECK(kept->saved.echo_agreements.size() == 64);
  CHECK_FALSE(state::parse(with_line([] {
    std::string lines;
    for (int i = 0; i < 65; ++i) lines += "echo-wait 1 u" + std::to_string(i) + '\n';
    return lines + "echo-early 1";
  }())));
}

TEST_CASE("a state file from before echo services is read as it is") {
  const auto kept =
      state::parse(sealed("nsfollow-state 1\nsaved 1 2 - in-use\n"
                          "tokens 3 53 ns1\nzone d.example.com\n"));
  REQUIRE(kept);
  CHECK(kept->saved.echo_waits.empty());
  CHECK(kept->saved.echo_early_wait == 0s);
  CHECK(kept->saved.in_use);
}

TEST_CASE("zones are told apart by labels, too") {
  for (const auto* label : {"inside", "d.example.com", "a..b", "_x-1", "*.example.com", "."}) {
    core::Saved saved;
    saved.published[label];
    INFO(label);
    const auto kept = state::parse(state::to_text(saved, stamp));
    REQUIRE(kept);
    CHECK(kept->saved == saved);
  }
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
