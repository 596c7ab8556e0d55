// SPDX-License-Identifier: MIT
// Records that are written down, fixed or made from addresses.
#include "core/rdata_text.h"
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using namespace std::chrono_literals;
using core::AddressMark;
using core::Family;
using core::RrType;
using core::Template;
using test::check;
using Value = std::variant<core::Rdata, Template>;

const std::string both = test::a_zone + test::a_host;  // line 6 is next

std::string quoted(const std::string& text) { return '\'' + text + '\''; }

// Five lines; the name is in the second, the type in the third, the value in the fourth.
std::string record(const std::string& name, const std::string& type, const std::string& value,
                   const std::string& more = "") {
  return "[[record]]\nname = \"" + name + "\"\ntype = \"" + type + "\"\nvalue = " + value + '\n' +
         more;
}

std::string txt(const std::string& value) { return record("d.example.com", "TXT", quoted(value)); }

std::string host(const std::string& name, const std::string& more = "") {
  return "[[host]]\nname = \"" + name + "\"\n" + more;
}

std::vector<core::Record> read(const std::string& toml) {
  const auto settings = test::parse(toml);
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  return settings->policy.records;
}

Value fixed(RrType type, std::string_view text) {
  const auto rdata = core::parse_rdata(type, text);
  REQUIRE(rdata);
  return *rdata;
}

Value made(std::vector<std::variant<std::string, AddressMark>> pieces) {
  return Template{std::move(pieces)};
}

TEST_CASE("a record that is written down arrives in wire form") {
  const auto records =
      read(both +
           record("D.example.com.", "mx", "['10 mail.example.com', '20 b.example.com.']",
                  "ttl = \"1h\"\nzone = \"d.example.com\"\n") +
           record("*.d.example.com", "CNAME", "'host1.d.example.com'") +
           record("x.d.example.com", "TYPE65280", "'\\# 2 abcd'") + txt("a {{brace}}"));
  REQUIRE(records.size() == 4);
  CHECK(records[0].name.to_text() == "d.example.com");
  CHECK(records[0].zone == "d.example.com");
  CHECK(records[0].type == RrType::mx);
  CHECK(records[0].ttl == 1h);
  CHECK(records[0].values == std::vector{fixed(RrType::mx, "10 mail.example.com"),
                                         fixed(RrType::mx, "20 b.example.com")});
  CHECK(records[1].ttl == 5min);
  CHECK(records[1].zone == "d.example.com");
  CHECK(records[2].values == std::vector<Value>{core::Rdata{"\xab\xcd"}});
  CHECK(records[3].values == std::vector{fixed(RrType::txt, "a {brace}")});
}

TEST_CASE("a record may be made from the addresses of hosts") {
  const auto zone = test::a_zone + host("home.d.example.com") +
                    host("nas.home.d.example.com", "ipv4 = \"off\"\n") +
                    host("nas.d.example.com", "ipv6 = \"off\"\n");
  const auto value = [&](const std::string& text, const std::string& type = "TXT") {
    return read(zone + record("d.example.com", type, quoted(text))).at(0).values;
  };
  CHECK(value("v=spf1 ip4:{home.d.example.com.ipv4} ip6:{home.d.example.com.ipv6/64} -all") ==
        std::vector{made({"v=spf1 ip4:", AddressMark{0, Family::ipv4, std::nullopt},
                          " ip6:", AddressMark{0, Family::ipv6, 64}, " -all"})});
  // A whole name goes before what begins others.
  CHECK(value("{HOME.D.example.com..ipv4}", "A").size() == 1);
  CHECK(value("{nas.home.ipv6}", "AAAA") ==
        std::vector{made({AddressMark{1, Family::ipv6, std::nullopt}})});
  CHECK(value("{nas.d.ipv4/24}{{}}{{{nas.d.ipv4}}}") ==
        std::vector{made({AddressMark{2, Family::ipv4, 24}, "{}{",
                          AddressMark{2, Family::ipv4, std::nullopt}, "}"})});
  CHECK(value("1 . ipv4hint={home.d.example.com.ipv4}", "HTTPS").size() == 1);
}

TEST_CASE("a mark means the host that has the family, in the record's own zone") {
  const auto views =
      std::string{"[zone.inside]\nname = \"example.com\"\nserver = \"a\"\nkey = \"k\"\n"} +
      "[zone.outside]\nname = \"example.com\"\nserver = \"b\"\nkey = \"k\"\n" +
      "[zone.\"example.org\"]\nserver = \"b\"\nkey = \"k\"\n" +
      host("h.example.com", "zone = \"inside\"\nipv6 = \"off\"\n") +
      host("h.example.com", "zone = \"inside\"\nipv4 = \"off\"\n") +
      host("h.example.com", "zone = \"outside\"\n");
  const auto mark = [&](const std::string& zone, const std::string& text) {
    const auto records = test::parse(
        views + record("t.example.com", "TXT", quoted(text), "zone = \"" + zone + "\"\n"));
    REQUIRE(test::error_of(records) == "");
    const auto& value = records->policy.records.at(0).values.at(0);
    return std::get<AddressMark>(std::get<Template>(value).pieces.at(0)).host;
  };
  CHECK(mark("inside", "{h.ipv4}") == 0);
  CHECK(mark("inside", "{h.ipv6}") == 1);
  CHECK(mark("outside", "{h.ipv4}") == 2);
  check(
      {{views + record("example.org", "TXT", "'{h.ipv4}'"),
        "26:9: value \"{h.ipv4}\" of a TXT wants an address of h.example.com, which is in several "
        "zones, but not in that of this record (in \"{h.ipv4}\")"}});
}

TEST_CASE("a mark that means nothing is refused with what was meant") {
  const std::string how =
      " Write \"{HOST.ipv4}\" or \"{HOST.ipv6/64}\"; a brace that is no mark is written twice";
  const auto zone = test::a_zone + host("home.d.example.com", "ipv6 = \"off\"\n") +
                    host("nas.d.example.com") + host("nas.home.d.example.com");
  const auto at = [](const std::string& text) { return "14:9: value \"" + text + "\" of a TXT "; };
  const auto says = [&](const std::string& text, const std::string& error) {
    check({{zone + txt(text), at(text) + error}});
  };
  says("{home.d.ipv}",
       "has the unknown mark \"{home.d.ipv}\"; did you mean \"{home.d.ipv4}\"?" + how);
  says("{home.d.IPv4}",
       "has the unknown mark \"{home.d.IPv4}\"; did you mean \"{home.d.ipv4}\"?" + how);
  says("{home.d}", "has the unknown mark \"{home.d}\"; did you mean \"{home.d.ipv4}\"?" + how);
  says("{\"json\": 1}", "has the unknown mark \"{\"json\": 1}\"." + how);
  says("{}", "has the unknown mark \"{}\"." + how);
  says("{.ipv4}", "names the host \"\", and there is none. (in \"{.ipv4}\")");
  says("{hoem.d.example.com.ipv4}",
       "names the host \"hoem.d.example.com\", and there is none; did you mean "
       "\"home.d.example.com\"? (in \"{hoem.d.example.com.ipv4}\")");
  says("{hme.ipv4}",
       "names the host \"hme\", and there is none; did you mean \"home\"? (in \"{hme.ipv4}\")");
  says("{nas.ipv4}",
       "\"nas\" begins the names of several hosts: nas.d.example.com, nas.home.d.example.com (in "
       "\"{nas.ipv4}\")");
  says("{home.ipv6}",
       "wants an address of home.d.example.com, which has ipv6 = \"off\" (in \"{home.ipv6}\")");
  says("{home.ipv4/33}", "wants a length of 1 to 32 after the \"/\" in \"{home.ipv4/33}\"");
  says("{home.ipv4/0}", "wants a length of 1 to 32 after the \"/\" in \"{home.ipv4/0}\"");
  says("{nas.d.ipv6/}", "wants a length of 1 to 128 after the \"/\" in \"{nas.d.ipv6/}\"");
  says("{home.ipv4", "has a \"{\" without its \"}\"." + how);
  says("home.ipv4}", "has a \"}\" too many." + how);
}

TEST_CASE("many hosts of one beginning are listed in part") {
  std::string hosts = test::a_zone;
  for (int i = 0; i < 600; ++i) hosts += host("a.h" + std::to_string(i + 100) + ".d.example.com");
  const auto error = test::error_of(test::parse(hosts + txt("{a.ipv4} {b.ipv4}")));
  CHECK_THAT(error, test::ContainsSubstring("a.h109.d.example.com, ... (in"));
  // Among so many no near miss is looked for.
  CHECK_THAT(test::error_of(test::parse(hosts + txt("{b.ipv4}"))),
             test::ContainsSubstring("and there is none. (in"));
}

TEST_CASE("a value that its type does not take is refused at the load") {
  const auto value = [](const std::string& type, const std::string& text) {
    return both + record("x.d.example.com", type, quoted(text));
  };
  const auto reason = [](RrType type, std::string_view text) {
    const auto rdata = core::parse_rdata(type, text);
    REQUIRE_FALSE(rdata);
    return rdata.error().text;
  };
  check({
      {value("MX", "10"), "9:9: value \"10\" of an MX " + reason(RrType::mx, "10")},
      {value("MX", "mail.example.com"),
       "9:9: value \"mail.example.com\" of an MX " + reason(RrType::mx, "mail.example.com")},
      {value("A", "::1"), "9:9: value \"::1\" of an A " + reason(RrType::a, "::1")},
      {value("CAA", ""), "9:9: value \"\" of a CAA " + reason(RrType::caa, "")},
      {value("MX", "{host1.ipv4}"), "9:9: value \"{host1.ipv4}\" of an MX " +
                                        reason(RrType::mx, "192.0.2.1") +
                                        " (with addresses in it: \"192.0.2.1\")"},
      {value("A", "{host1.ipv6}"), "9:9: value \"{host1.ipv6}\" of an A " +
                                       reason(RrType::a, "2001:db8::1") +
                                       " (with addresses in it: \"2001:db8::1\")"},
      {value("TXT", std::string(4097, 'x')),
       "9:9: value \"" + std::string(80, 'x') + "...\" of a TXT is longer than 4096 characters"},
  });
  CHECK(read(value("TXT", std::string(4096, 'x'))).size() == 1);
}

TEST_CASE("a type that nobody keeps by hand is refused") {
  const auto type = [](const std::string& name) {
    return both + record("x.d.example.com", name, "'x'");
  };
  const std::string choices =
      " Choices: A, AAAA, CAA, CNAME, HTTPS, MX, NS, PTR, SRV, SSHFP, SVCB, TLSA, TXT, and others, "
      "as in \"TYPE65280\"";
  const std::string signer = "\" is made by the server that signs the zone";
  const std::string no_data = "\" is no data that a zone holds";
  check({
      {type("TXTT"), "8:8: type \"TXTT\" is no type; did you mean \"TXT\"?" + choices},
      {type("ccname"), "8:8: type \"ccname\" is no type; did you mean \"CNAME\"?" + choices},
      {type(""), "8:8: type \"\" is no type." + choices},
      {type("TYPE65536"), "8:8: type \"TYPE65536\" is no type." + choices},
      {type("TYPE0"), "8:8: type \"TYPE0\" is no type." + choices},
      {type("soa"), "8:8: type \"soa\" is the server's own: it counts the changes of the zone"},
      {type("TYPE6"), "8:8: type \"TYPE6\" is the server's own: it counts the changes of the zone"},
  });
  for (const std::string name : {"RRSIG", "nsec", "NSEC3", "NSEC3PARAM", "TYPE46", "TYPE51"})
    check({{type(name), "8:8: type \"" + name + signer}});
  for (const std::string name : {"OPT", "TSIG", "tkey", "ANY", "AXFR", "IXFR", "MAILA", "MAILB"})
    check({{type(name), "8:8: type \"" + name + no_data}});
  // Nothing more is said about a record without a type.
  check({{both + record("d.example.com", "zzzz", "['{a}', '{a}']") +
              record("d.example.com", "TXT", "'x'"),
          "8:8: type \"zzzz\" is no type." + choices}});
}

TEST_CASE("the parts of a record are texts, and all of them are there") {
  check({
      {both + "[[record]]\nname = \"d.example.com\"\n",
       "6:1: [[record]] lacks \"type\"\n"
       "nsfollow.toml:6:1: [[record]] lacks \"value\""},
      {both + "[[record]]\ntype = \"TXT\"\nvalue = \"x\"\n", "6:1: [[record]] lacks \"name\""},
      {both + "[record]\n", "6:1: record is a table; it wants a header such as [[record]]"},
      {both + record("a..b", "TXT", "'x'"), "7:8: name \"a..b\" has an empty label"},
      {both + record("d.example.com", "TXT", "[]"),
       "9:9: value is an empty array; it wants a text such as \"10 mail.example.com\""},
      {both + record("d.example.com", "TXT", "1"),
       "9:9: value is an integer; it wants a text such as \"10 mail.example.com\""},
      {both + record("d.example.com", "TXT", "'x'", "ttl = \"2d\"\n"),
       "10:7: ttl \"2d\" is out of range: 1s to 1d"},
      {both + record("d.example.com", "TXT", "'x'", "zone = \"x\"\n"),
       "10:8: zone \"x\" is not configured. Zones: d.example.com"},
      {both + record("d.example.com", "TXT", "'x'", "zone = 1\n"),
       "10:8: zone is an integer; it wants a zone such as \"d.example.com\""},
      {both + record("d.example.com", "TXT", "'x'", "values = \"y\"\n"),
       "10:1: unknown key \"values\" in [[record]]; did you mean \"value\"? Allowed: name, zone, "
       "type, value, ttl"},
  });
}

TEST_CASE("what cannot stand side by side is refused") {
  const auto alias = [](const std::string& name) {
    return record(name, "CNAME", "'host2.d.example.com'");
  };
  const auto x = "x.d.example.com";
  check({
      {both + record(x, "TXT", "'a'") + record(x, "TXT", "'b'"),
       "11:8: x.d.example.com TXT is there twice, first in line 7; put all values into one: value "
       "= [\"...\", \"...\"]"},
      {both + record("host1.d.example.com", "A", "'192.0.2.9'"),
       "7:8: host1.d.example.com A follows the addresses of the [[host]] in line 5; a fixed one "
       "beside them goes into its sources: ipv4 = [\"auto\", \"192.0.2.1\"]"},
      {both + record("host1.d.example.com", "AAAA", "'2001:db8::9'"),
       "7:8: host1.d.example.com AAAA follows the addresses of the [[host]] in line 5; a fixed one "
       "beside them goes into its sources: ipv6 = [\"auto\", \"2001:db8::1\"]"},
      {both + alias("host1.d.example.com"),
       "7:8: host1.d.example.com has a CNAME, so it can have nothing else; but there is an A by "
       "the [[host]] in line 5"},
      {both + alias(x) + record(x, "A", "'192.0.2.9'"),
       "7:8: x.d.example.com has a CNAME, so it can have nothing else; but there is an A in line "
       "11"},
      {both + record(x, "MX", "'1 a'") + alias(x),
       "11:8: x.d.example.com has a CNAME, so it can have nothing else; but there is an MX in line "
       "7"},
      {both + record(x, "CNAME", "['a', 'b']"),
       "9:15: value has 2 texts, and a name has one CNAME"},
      {both + record("d.example.com", "NS", "'a'"),
       "7:8: an NS at d.example.com says who serves the zone itself; that is set at the server"},
      {both + alias("d.example.com"),
       "7:8: d.example.com is a zone's own name, and cannot have a CNAME beside its SOA"},
      {both + record(x, "MX", "['1 a.example', '1 A.example.']"),
       "9:25: value has \"1 A.example.\" twice"},
      {both + record(x, "TXT", "['{host1.ipv4}', '{host1.d.ipv4}']"),
       "9:26: value has \"{host1.d.ipv4}\" twice"},
      {both + record("x.example.org", "TXT", "'a'"),
       "7:8: x.example.org lies in no configured zone. Zones: d.example.com"},
  });
  // Not at one name, one family or in one zone.
  CHECK(read(both + "ipv4 = \"off\"\n" + record("host1.d.example.com", "A", "'192.0.2.9'") +
             alias(x) + record("y.d.example.com", "NS", "'a'"))
            .size() == 3);
  const auto views =
      std::string{"[zone.a]\nname = \"d.example.com\"\nserver = \"a\"\nkey = \"k\"\n"} +
      "[zone.b]\nname = \"d.example.com\"\nserver = \"b\"\nkey = \"k\"\n";
  CHECK(read(views + host("h.d.example.com", "zone = \"a\"\n") +
             record("h.d.example.com", "CNAME", "'x.d.example.com'", "zone = \"b\"\n"))
            .size() == 1);
}

TEST_CASE("records are limited in number, and so are their values") {
  std::string many = both;
  for (int i = 0; i < 1000; ++i)
    many += record("r" + std::to_string(i) + ".d.example.com", "TXT", "'{host1.ipv4}'");
  CHECK(read(many).size() == 1000);
  CHECK_THAT(test::error_of(test::parse(many + txt("x"))),
             test::ContainsSubstring("record is there more than 1000 times"));
  std::string values = "[";
  for (int i = 0; i < 64; ++i) values += "\"" + std::to_string(i) + "\", ";
  CHECK(read(both + record("d.example.com", "TXT", values + "]")).at(0).values.size() == 64);
  check({{both + record("d.example.com", "TXT", values + "\"64\"]"),
          "9:9: value has more than 64 texts"}});
}

TEST_CASE("a configuration of records alone is complete") {
  CHECK(read(test::a_zone + record("d.example.com", "A", "['192.0.2.1', '192.0.2.2']")).size() ==
        1);
}

}  // namespace
}  // namespace nsfollow::settings
