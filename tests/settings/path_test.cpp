// SPDX-License-Identifier: MIT
// The way to a zone's servers: transport, TLS, where requests leave from, mirrors.
#include <array>
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using namespace std::chrono_literals;
using core::Carrier;
using core::IpAddress;
using core::TlsTrust;
using test::check;

// What is added stands in line 3 and after.
std::string zone_with(const std::string& lines) {
  return "[zone.\"d.example.com\"]\nkey = \"k\"\n" + lines + test::a_host;
}
const std::string by_tls = "server = \"ns1\"\ntransport = \"tls\"\n";  // 5 is next
// printf abc | openssl dgst -sha256 -binary | base64; and of "abd"
const std::string pin = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
const std::string other_pin = "pS0VnyYrLG3bckphhAvvw26zDIiHekAwtly+himESck=";

core::Zone zone_of(const std::string& lines) {
  auto settings = test::parse(zone_with(lines));
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  REQUIRE(settings->policy.zones.size() == 1);
  return std::move(settings->policy.zones.front());
}

TEST_CASE("a zone without a server has its primary looked for") {
  const auto zone = zone_of("");
  CHECK(zone.servers.empty());
  CHECK(zone.transport == core::Transport{});
  CHECK(zone.mirror_of.empty());
  CHECK_FALSE(zone.lease);
  CHECK(zone.on_removal == core::Afterwards::keep);
}

TEST_CASE("two views whose primary is looked for would be one") {
  const auto settings = test::parse(
      "[zone.a]\nname = \"example.com\"\nkey = \"k\"\n[zone.b]\nname = \"example.com\"\nkey = "
      "\"k\"\n"
      "[[host]]\nname = \"h.example.com\"\nzone = \"a\"\n"
      "[[host]]\nname = \"h.example.com\"\nzone = \"b\"\n");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.size() == 1);
}

TEST_CASE("the transport is chosen, and its port where none is written") {
  using Servers = std::vector<core::Server>;
  const std::string servers =
      "server = [\"ns1\", \"ns2:53\", \"192.0.2.1\", \"2001:db8::1\", "
      "\"[2001:db8::2]\", \"[2001:db8::3]:5353\"]\n";
  const auto ports = [](std::uint16_t port) {
    return Servers{{"ns1", port},         {"ns2", 53},           {"192.0.2.1", port},
                   {"2001:db8::1", port}, {"2001:db8::2", port}, {"2001:db8::3", 5353}};
  };
  CHECK(zone_of("transport = \"udp\"\n").transport.carrier == Carrier::udp);
  CHECK(zone_of("transport = \"tcp\"\n").transport.carrier == Carrier::tcp);
  CHECK(zone_of(servers + "transport = \"tcp\"\n").servers == ports(53));
  // Before and after the server.
  CHECK(zone_of(servers + "transport = \"tls\"\n").servers == ports(853));
  CHECK(zone_of("transport = \"tls\"\n" + servers).servers == ports(853));
}

TEST_CASE("TLS believes a name, a pin or anybody, as it is told") {
  const auto trust = [](const std::string& lines) {
    const auto zone = zone_of(by_tls + lines);
    CHECK(zone.transport.carrier == Carrier::tls);
    return zone.transport.trust;
  };
  CHECK(trust("") == TlsTrust{});
  CHECK(trust("tls = \"strict\"\n") == TlsTrust{});
  CHECK(trust("tls_name = \"NS.example.com.\"\ntls_ca = \"/etc/ca.pem\"\n") ==
        TlsTrust{TlsTrust::Proof::name, "ns.example.com", "/etc/ca.pem", {}});
  const auto pinned = trust("tls_pin = [\"" + pin + "\", \"" + other_pin + "\"]\n");
  CHECK(pinned.proof == TlsTrust::Proof::pins);
  REQUIRE(pinned.pins.size() == 2);
  CHECK(pinned.pins[0].size() == 32);
  CHECK(pinned.pins[0].substr(0, 3) == "\xba\x78\x16");
  CHECK(pinned.pins[1].substr(0, 3) == "\xa5\x2d\x15");
  CHECK(trust("tls = \"strict\"\ntls_pin = \"" + pin + "\"\n").pins.size() == 1);
  CHECK(trust("tls = \"opportunistic\"\n").proof == TlsTrust::Proof::nobody);
}

TEST_CASE("what is said of TLS in vain is an error") {
  const auto alone = [](const std::string& word, const std::string& enough) {
    return word + " has no effect beside " + enough + ", which alone decides";
  };
  const std::string without = " has no effect without transport = \"tls\"";
  const std::string opportunistic = by_tls + "tls = \"opportunistic\"\n";
  check({
      {zone_with("tls = \"strict\"\n"), "3:7: tls" + without},
      {zone_with("tls_name = \"a\"\n"), "3:12: tls_name" + without},
      {zone_with("tls_ca = \"/a\"\n"), "3:10: tls_ca" + without},
      {zone_with("transport = \"tcp\"\ntls_pin = \"" + pin + "\"\n"), "4:11: tls_pin" + without},
      {zone_with(opportunistic + "tls_name = \"a\"\n"),
       "6:12: " + alone("tls_name", "tls = \"opportunistic\"")},
      {zone_with(opportunistic + "tls_ca = \"/a\"\n"),
       "6:10: " + alone("tls_ca", "tls = \"opportunistic\"")},
      {zone_with(opportunistic + "tls_pin = \"" + pin + "\"\n"),
       "6:11: " + alone("tls_pin", "tls = \"opportunistic\"")},
      {zone_with(by_tls + "tls_name = \"a\"\ntls_pin = \"" + pin + "\"\n"),
       "5:12: " + alone("tls_name", "tls_pin")},
      {zone_with(by_tls + "tls_ca = \"/a\"\ntls_pin = \"" + pin + "\"\n"),
       "5:10: " + alone("tls_ca", "tls_pin")},
  });
}

TEST_CASE("a server that is looked for must be known by something better than its name") {
  check({{zone_with("transport = \"tls\"\n"),
          "3:13: transport = \"tls\" wants to know whom to expect there: name the server, or say "
          "tls_name or tls_pin; or tls = \"opportunistic\""}});
  CHECK(zone_of("transport = \"tls\"\ntls_name = \"a\"\n").servers.empty());
  CHECK(zone_of("transport = \"tls\"\ntls_pin = \"" + pin + "\"\n").servers.empty());
  CHECK(zone_of("transport = \"tls\"\ntls = \"opportunistic\"\n").servers.empty());
}

TEST_CASE("values of TLS that cannot be are refused") {
  const std::string wanted =
      " is not the SHA-256 of a public key, in base64: 44 letters, the last \"=\"";
  const auto with_pin = [](const std::string& text) {
    return zone_with(by_tls + "tls_pin = \"" + text + "\"\n");
  };
  check({
      {zone_with("server = \"ns1\"\ntransport = \"tsl\"\n"),
       "4:13: transport has no choice \"tsl\"; did you mean \"tls\"? Choices: udp, tcp, tls"},
      {zone_with(by_tls + "tls = \"pinned\"\n"),
       "5:7: tls has no choice \"pinned\". Choices: strict, opportunistic"},
      {with_pin("abc"), "5:11: tls_pin \"abc\"" + wanted},
      {with_pin(pin.substr(4)), "5:11: tls_pin \"" + pin.substr(4) + '"' + wanted},
      {with_pin(pin + pin), "5:11: tls_pin \"" + (pin + pin).substr(0, 80) + "...\"" + wanted},
      {zone_with(by_tls + "tls_pin = [\"" + pin + "\", \"" + pin + "\"]\n"),
       "5:60: tls_pin \"" + pin + "\" is there twice"},
      {zone_with(by_tls + "tls_pin = []\n"),
       "5:11: tls_pin is an empty array; it wants the SHA-256 of a public key, in base64"},
      {zone_with(by_tls + "tls_ca = \"ca.pem\"\n"), "5:10: tls_ca \"ca.pem\" is no absolute path"},
      {zone_with(by_tls + "tls_name = \"192.0.2.1\"\n"),
       "5:12: tls_name \"192.0.2.1\" is no host name"},
      {zone_with(by_tls + "tls_name = \"*.a\"\n"), "5:12: tls_name \"*.a\" is no host name"},
  });
}

TEST_CASE("a build without TLS says so, and goes on with what it has") {
  auto outside = test::any_key();
  outside.has_tls = false;
  CHECK(test::error_of(parse(zone_with(by_tls), "n.toml", outside)) ==
        "n.toml:4:13: transport has \"tls\", but this nsfollow was built without it. "
        "Choices: udp, tcp");
  CHECK(test::error_of(parse(zone_with("transport = \"tcp\"\n"), "n.toml", outside)) == "");
}

TEST_CASE("requests leave from the address and the interface that are named") {
  const auto both = zone_of("source = [\"2001:db8::1\", \"192.0.2.1\"]\ninterface = \"wan0\"\n");
  CHECK(both.transport.source4 == IpAddress::parse("192.0.2.1"));
  CHECK(both.transport.source6 == IpAddress::parse("2001:db8::1"));
  CHECK(both.transport.interface == "wan0");
  const auto one = zone_of("source = \"192.0.2.1\"\n");
  CHECK(one.transport.source4 == IpAddress::parse("192.0.2.1"));
  CHECK_FALSE(one.transport.source6);
  check({
      {zone_with("source = \"eth0\"\n"), "3:10: source \"eth0\" is no address"},
      {zone_with("source = \"0.0.0.0\"\n"),
       "3:10: source \"0.0.0.0\" is no address that a machine has"},
      {zone_with("source = \"::\"\n"), "3:10: source \"::\" is no address that a machine has"},
      {zone_with("source = \"ff02::1\"\n"),
       "3:10: source \"ff02::1\" is no address that a machine has"},
      {zone_with("source = \"224.0.0.1\"\n"),
       "3:10: source \"224.0.0.1\" is no address that a machine has"},
      {zone_with("source = [\"192.0.2.1\", \"192.0.2.2\"]\n"),
       "3:24: source has two IPv4 addresses"},
      {zone_with("source = [\"2001:db8::1\", \"2001:db8::2\"]\n"),
       "3:26: source has two IPv6 addresses"},
      {zone_with("source = []\n"),
       "3:10: source is an empty array; it wants an address such as \"192.0.2.1\""},
      {zone_with("interface = \"wan*\"\n"),
       "3:13: interface wants one interface, and \"wan*\" is a pattern"},
      {zone_with("interface = \"\"\n"), "3:13: interface has an empty interface name"},
  });
}

TEST_CASE("a source that reaches none of the servers is an error") {
  const std::string vain = "4:10: source is of another family than all addresses in \"server\"";
  check({
      {zone_with("server = \"2001:db8::1\"\nsource = \"192.0.2.1\"\n"), vain},
      {zone_with("server = [\"192.0.2.1\", \"192.0.2.2\"]\nsource = \"2001:db8::1\"\n"), vain},
  });
  for (const auto* servers : {"[\"192.0.2.9\", \"2001:db8::1\"]", "\"ns1\"", "\"192.0.2.9\""})
    CHECK(
        zone_of(std::string{"server = "} + servers + "\nsource = \"192.0.2.1\"\n").servers.size() >=
        1);
}

TEST_CASE("a mirrored zone is one zone for each server, all of one key") {
  const auto settings = test::parse(zone_with(
      "server = [\"ns1\", \"ns2:5353\", \"2001:db8::1\"]\nmirror = true\ninterface = \"wan0\"\n"
      "verify = \"1m\"\nlease = \"1h\"\non_removal = \"withdraw\"\n"));
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  const auto& zones = settings->policy.zones;
  REQUIRE(zones.size() == 3);
  CHECK(zones[0].label() == "d.example.com");
  CHECK(zones[1].label() == "d.example.com@ns2:5353");
  CHECK(zones[2].label() == "d.example.com@2001:db8::1");
  const std::array<core::Server, 3> servers{{{"ns1", 53}, {"ns2", 5353}, {"2001:db8::1", 53}}};
  for (std::size_t i = 0; i < zones.size(); ++i) {
    CAPTURE(i);
    CHECK(zones[i].servers == std::vector{servers[i]});
    CHECK(zones[i].name.to_text() == "d.example.com");
    CHECK(zones[i].original() == "d.example.com");
    CHECK(zones[i].mirror_of == (i == 0 ? "" : "d.example.com"));
    CHECK(zones[i].key_label() == "d.example.com");
    CHECK(zones[i].transport.interface == "wan0");
    CHECK(zones[i].verify == 1min);
    CHECK(zones[i].lease == 1h);
    CHECK(zones[i].on_removal == core::Afterwards::withdraw);
  }
  CHECK(settings->keys.size() == 1);
  CHECK(settings->policy.hosts.at(0).zone == "d.example.com");
}

TEST_CASE("a mirror of a labelled zone is called after the label, and nobody can choose it") {
  const std::string zones =
      "[zone.inside]\nname = \"d.example.com\"\nkey = \"k\"\nserver = [\"a\", \"b\"]\nmirror = "
      "true\n"
      "[zone.outside]\nname = \"d.example.com\"\nkey = \"k\"\nserver = [\"a\", \"b\"]\nmirror = "
      "true\n"
      "transport = \"tls\"\n";
  const auto host = [](const std::string& zone) {
    return test::a_host + "zone = \"" + zone + "\"\n";
  };
  const auto settings = test::parse(zones + host("inside") + host("outside"));
  REQUIRE(test::error_of(settings) == "");
  std::vector<std::string> labels;
  for (const auto& zone : settings->policy.zones) labels.push_back(zone.label());
  CHECK(labels == std::vector<std::string>{"inside", "inside@b", "outside", "outside@b:853"});
  CHECK(settings->keys.size() == 2);
  check({{zones + host("inside@b"),
          "14:8: zone \"inside@b\" is not configured; did you mean \"inside\"? Zones: inside "
          "(d.example.com), outside (d.example.com)"},
         {"[zone.\"a@b\"]\nname = \"d.example.com\"\nkey = \"k\"\n" + zones + host("inside"),
          "1:7: zone \"a@b\" is no label: beside a \"name\", write 1 to 63 of the letters a to z, "
          "digits, \".\", \"_\" and \"-\""}});
}

TEST_CASE("a mirror needs somebody to mirror to") {
  const std::string error = "mirror wants several servers, each to hold all records";
  check({
      {zone_with("mirror = true\n"), "3:10: " + error},
      {zone_with("server = \"a\"\nmirror = true\n"), "4:10: " + error},
      {zone_with("mirror = \"yes\"\n"), "3:10: mirror is a string; it wants true or false"},
  });
  CHECK(zone_of("server = [\"a\", \"b\"]\nmirror = false\n").servers.size() == 2);
}

TEST_CASE("how records end is said for each way of ending") {
  const auto settings =
      test::parse(zone_with("lease = \"10s\"\non_removal = \"withdraw\"\n") +
                  "on_stop = \"withdraw\"\nshared = true\n[[host]]\nname = \"b.d.example.com\"\n"
                  "shared = false\n[defaults]\nshared = true\n");
  REQUIRE(test::error_of(settings) == "");
  const auto& [zones, hosts, records, echo, scripts, settle] = settings->policy;
  CHECK(zones.at(0).lease == 10s);
  CHECK(zones.at(0).on_removal == core::Afterwards::withdraw);
  CHECK(hosts.at(0).on_stop == core::Afterwards::withdraw);
  CHECK(hosts.at(0).on_loss == core::Afterwards::keep);
  CHECK(hosts.at(0).shared);
  CHECK(hosts.at(1).on_stop == core::Afterwards::keep);
  CHECK_FALSE(hosts.at(1).shared);
  check({
      {zone_with("lease = \"9s\"\n"), "3:9: lease \"9s\" is out of range: 10s to 7d"},
      {zone_with("lease = \"8d\"\n"), "3:9: lease \"8d\" is out of range: 10s to 7d"},
      {zone_with("on_removal = \"withdrawn\"\n"),
       "3:14: on_removal has no choice \"withdrawn\"; did you mean \"withdraw\"? Choices: keep, "
       "withdraw"},
      {zone_with("") + "on_stop = true\n",
       "5:11: on_stop is a boolean; it wants one of: keep, withdraw"},
      {zone_with("") + "shared = 1\n", "5:10: shared is an integer; it wants true or false"},
  });
}

}  // namespace
}  // namespace nsfollow::settings
