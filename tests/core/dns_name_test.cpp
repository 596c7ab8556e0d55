// SPDX-License-Identifier: MIT
#include "core/dns_name.h"
#include "support/catch.h"

using nsfollow::core::DnsName;
using nsfollow::test::ContainsSubstring;

namespace {

const std::string label63(63, 'a');
// Three full labels and what is left: 253 characters, 255 octets on the wire.
const std::string longest = label63 + '.' + label63 + '.' + label63 + '.' + std::string(61, 'b');

}  // namespace

TEST_CASE("a name is absolute, and its case does not matter", "[dns_name]") {
  CHECK(DnsName::parse("Host1.D.Example.COM.")->to_text() == "host1.d.example.com");
  CHECK(*DnsName::parse("EXAMPLE.com") == *DnsName::parse("example.com."));
  CHECK(DnsName::parse(".")->to_text() == ".");
  CHECK(*DnsName::parse(".") == DnsName{});
}

TEST_CASE("names of every allowed shape are taken", "[dns_name]") {
  const auto text =
      GENERATE_COPY(as<std::string>{}, "a", "_acme-challenge.d", "*.d.example.com", "*", "-.x",
                    "0.1.2", "xn--bcher-kva.example", label63, longest, longest + '.');
  INFO(text);
  CHECK(DnsName::parse(text));
}

TEST_CASE("a name that cannot be is refused with the reason", "[dns_name]") {
  struct Row {
    std::string text, reason;
  };
  const auto row = GENERATE_COPY(
      Row{"", "is empty"}, Row{"..", "has an empty label"}, Row{"a..b", "has an empty label"},
      Row{".a", "has an empty label"}, Row{"a..", "has an empty label"},
      Row{label63 + "a", "more than 63"}, Row{longest + "b", "longer than 253"},
      Row{longest + "b.", "longer than 253"}, Row{"a.*", "elsewhere than in front"},
      Row{"a*.b", "other than letters"}, Row{"a b", "other than letters"},
      Row{"a\\.b", "other than letters"}, Row{std::string{"a\0b", 3}, "other than letters"},
      Row{"b\xc3\xbc"
          "cher.example",
          "\"xn--\" form"},
      Row{"\xff", "\"xn--\" form"});
  INFO(row.text);
  const auto name = DnsName::parse(row.text);
  REQUIRE_FALSE(name);
  CHECK_THAT(name.error(), ContainsSubstring(row.reason));
}

TEST_CASE("a name is within its zone, at the apex and below it only", "[dns_name]") {
  struct Row {
    const char *name, *zone;
    bool within;
  };
  const auto row = GENERATE(
      Row{"d.example.com", "d.example.com", true}, Row{"a.d.example.com", "d.example.com", true},
      Row{"a.b.d.example.com", "d.example.com", true}, Row{"example.com", "d.example.com", false},
      Row{"bad.example.com", "d.example.com", false}, Row{"d.example.org", "d.example.com", false},
      Row{"com", ".", true}, Row{".", ".", true}, Row{".", "com", false});
  INFO(row.name << " in " << row.zone);
  CHECK(DnsName::parse(row.name)->is_within(*DnsName::parse(row.zone)) == row.within);
}
