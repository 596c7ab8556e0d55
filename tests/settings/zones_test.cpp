// SPDX-License-Identifier: MIT
// Which zone a name belongs to: split horizons, reverse zones, two owners.
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using test::check;

const std::string both = test::a_zone + test::a_host;  // line 6 is next

std::string section(const std::string& header, const std::string& server,
                    const std::string& more = "") {
  return "[zone." + header + "]\nserver = \"" + server + "\"\nkey = \"k\"\n" + more;
}

std::string view(const std::string& label, const std::string& server) {  // four lines
  return section(label, server, "name = \"example.com\"\n");
}

const std::string views = view("inside", "10.0.0.1") + view("outside", "192.0.2.1");  // 8 lines

std::string host(const std::string& name, const std::string& more = "") {
  return "[[host]]\nname = \"" + name + "\"\n" + more;
}

TEST_CASE("one name in two views is followed in each by its own rule") {
  const auto settings =
      test::parse(views + host("h.example.com", "zone = \"inside\"\nprivate = true\n") +
                  host("h.example.com", "zone = \"outside\"\n"));
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  const auto& [zones, hosts, records, echo, scripts, settle] = settings->policy;
  CHECK(zones.at(0).name.to_text() == "example.com");
  CHECK(zones.at(0).label() == "inside");
  CHECK(zones.at(1).name.to_text() == "example.com");
  CHECK(zones.at(1).label() == "outside");
  CHECK(hosts.at(0).zone == "inside");
  CHECK(hosts.at(0).rules.private_too);
  CHECK(hosts.at(1).zone == "outside");
  CHECK_FALSE(hosts.at(1).rules.private_too);
  CHECK(settings->keys.count("inside") == 1);
  CHECK(settings->keys.count("outside") == 1);
}

TEST_CASE("a zone is chosen by its label, or by its name where only one has it") {
  const auto zone_of = [](const std::string& zones, const std::string& choice) {
    const auto settings = test::parse(zones + host("h.d.example.com", choice));
    REQUIRE(test::error_of(settings) == "");
    return settings->policy.hosts.at(0).zone;
  };
  const auto plain = section("\"example.com\"", "a");
  CHECK(zone_of(plain, "zone = \"EXAMPLE.com.\"\n") == "example.com");
  CHECK(zone_of(view("inside", "a"), "zone = \"example.com\"\n") == "inside");
  CHECK(zone_of(view("inside", "a"), "") == "inside");
  CHECK(zone_of(view("inside", "a") + plain, "zone = \"example.com\"\n") == "example.com");
  CHECK(zone_of(view("\"example.com\"", "a"), "") == "example.com");
  // Only the closest name counts.
  CHECK(zone_of(views + section("\"d.example.com\"", "a"), "") == "d.example.com");
}

TEST_CASE("a name that two zones could hold has to say which") {
  check({
      {views + host("h.example.com"),
       "10:8: h.example.com lies in several zones of the name example.com; say which: zone = "
       "\"inside\" or \"outside\""},
      {views + host("h.example.com", "zone = \"example.com\"\n"),
       "11:8: zone \"example.com\" is the name of several; say \"inside\" or \"outside\""},
      {views + host("h.example.com", "zone = \"insdie\"\n"),
       "11:8: zone \"insdie\" is not configured; did you mean \"inside\"? Zones: inside "
       "(example.com), outside (example.com)"},
      {views + host("h.example.org", "zone = \"inside\"\n"),
       "10:8: h.example.org does not lie in its zone inside (example.com)"},
      {both + "zone = \"example.com\"\n",
       "6:8: zone \"example.com\" is not configured; did you mean \"d.example.com\"? Zones: "
       "d.example.com"},
      {both + "zone = \"a..b\"\n", "6:8: zone \"a..b\" is not configured. Zones: d.example.com"},
      {both + "zone = 1\n", "6:8: zone is an integer; it wants a zone such as \"d.example.com\""},
  });
}

TEST_CASE("a label is of few letters, and a zone has a name") {
  const std::string wrong =
      " is no label: beside a \"name\", write 1 to 63 of the letters a to z, digits, \".\", \"_\" "
      "and \"-\"";
  const auto named = host("h.example.com");
  check({
      {view("Inside", "a") + named, "1:7: zone \"Inside\"" + wrong},
      {view("\"in side\"", "a") + named, "1:7: zone \"in side\"" + wrong},
      {view("\"\"", "a") + named, "1:7: zone \"\"" + wrong},
      {view(std::string(64, 'a'), "a") + named,
       "1:7: zone \"" + std::string(64, 'a') + '"' + wrong},
      {section("inside", "a", "name = \"a..b\"\n") + section("\"example.com\"", "a") + named,
       "4:8: name \"a..b\" has an empty label"},
      {section("inside", "a", "name = \"*.example.com\"\n") + section("\"example.com\"", "a") +
           named,
       "4:8: name \"*.example.com\" is a wildcard, and no zone is"},
      {section("inside", "a", "name = 1\n") + section("\"example.com\"", "a") + named,
       "4:8: name is an integer; it wants a name such as \"d.example.com\""},
      {section("\"example.com\"", "a") + view("\"EXAMPLE.com\"", "b") + named,
       "4:7: zone \"EXAMPLE.com\"" + wrong},
      {section("\"Example.com\"", "a") + view("\"example.com\"", "b") + named,
       "4:7: zone example.com is there twice, first in line 1"},
  });
  CHECK(test::error_of(test::parse(view(std::string(63, 'a'), "a") + named)) == "");
  CHECK(test::error_of(test::parse(view("\"0.a_b-c\"", "a") + named)) == "");
}

TEST_CASE("two views at the same servers are warned of, as only keys tell them apart") {
  const auto twin = [](const std::string& first, const std::string& second) {
    const auto settings = test::parse(
        "[zone.a]\nname = \"example.com\"\nkey = \"k\"\nserver = " + first +
        "\n[zone.b]\nname = \"example.com\"\nkey = \"k\"\nserver = " + second + '\n' +
        host("h.example.com", "zone = \"a\"\n") + host("h.example.com", "zone = \"b\"\n"));
    REQUIRE(test::error_of(settings) == "");
    return settings->warnings;
  };
  const std::vector<std::string> warning{
      "nsfollow.toml:5:7: [zone.\"b\"] has the name and the servers of [zone.\"a\"] in line 1: "
      "only "
      "the keys can tell the two apart"};
  CHECK(twin("\"x\"", "\"X:53\"") == warning);
  CHECK(twin("[\"x\", \"y\"]", "[\"y\", \"x\"]") == warning);
  CHECK(twin("\"x\"", "\"x:54\"").empty());
  CHECK(twin("[\"x\", \"y\"]", "\"x\"").empty());
}

TEST_CASE("two hosts cannot own the same records") {
  check({
      {both + test::a_host + "ipv6 = \"off\"\n",
       "7:8: host1.d.example.com has ipv4 twice, first in line 5; one of them needs ipv4 = "
       "\"off\""},
      {both + "ipv4 = \"off\"\n[[host]]\nname = \"HOST1.d.example.com.\"\n",
       "8:8: host1.d.example.com has ipv6 twice, first in line 5; one of them needs ipv6 = "
       "\"off\""},
      {views + host("h.example.com", "zone = \"inside\"\n") +
           host("h.example.com", "zone = \"inside\"\nipv6 = \"off\"\n"),
       "13:8: h.example.com has ipv4 twice, first in line 10; one of them needs ipv4 = \"off\""},
  });
}

TEST_CASE("a reverse zone is idle only when nobody has PTR records") {
  const auto warnings = [](const std::string& more) {
    const auto settings = test::parse(section("\"2.0.192.in-addr.arpa\"", "a") +
                                      section("\"8.b.d.0.1.0.0.2.ip6.arpa\"", "a") + both + more);
    REQUIRE(test::error_of(settings) == "");
    return settings->warnings;
  };
  const std::string idle = " has neither host nor record: nothing to do there";
  const auto ipv4 = "nsfollow.toml:1:7: [zone.\"2.0.192.in-addr.arpa\"]" + idle;
  const auto ipv6 = "nsfollow.toml:4:7: [zone.\"8.b.d.0.1.0.0.2.ip6.arpa\"]" + idle;
  CHECK(warnings("") == std::vector{ipv4, ipv6});
  CHECK(warnings("reverse = true\n").empty());
  CHECK(warnings("[[record]]\nname = \"1.2.0.192.in-addr.arpa\"\ntype = \"PTR\"\n"
                 "value = \"host1.d.example.com\"\n") == std::vector{ipv6});
}

}  // namespace
}  // namespace nsfollow::settings
