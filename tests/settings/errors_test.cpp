// SPDX-License-Identifier: MIT
// What a person reads who made a mistake.
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using test::check;

const std::string zone = test::a_zone;                 // lines 1 to 3
const std::string host = test::a_host;                 // lines 4 and 5 behind it
const std::string both = test::a_zone + test::a_host;  // line 6 is next

std::string zone_with(const std::string& lines) {
  return "[zone.\"d.example.com\"]\n" + lines + test::a_host;
}

TEST_CASE("an unknown key is named with its near miss and the keys there are") {
  const std::string zone_keys =
      "Allowed: name, server, mirror, key, key_name, allow_open_key, transport, tls, tls_name, "
      "tls_ca, tls_pin, source, interface, verify, fudge, lease, on_removal";
  const std::string host_keys =
      "ipv4, ipv6, private, temporary, allow, deny, addresses, prefer, shared, reverse, ttl, "
      "on_loss, loss_grace, on_stop";
  const std::string top_keys =
      "Allowed: state_dir, settle, log, defaults, zone, host, record, echo, scripts";
  check({
      {zone_with("sever = \"a\"\nkey = \"k\"\n"),
       "2:1: unknown key \"sever\" in [zone.\"d.example.com\"]; did you mean \"server\"? " +
           zone_keys},
      {zone_with("server = \"a\"\nkey = \"k\"\ntransprot = \"tls\"\n"),
       "4:1: unknown key \"transprot\" in [zone.\"d.example.com\"]; did you mean \"transport\"? " +
           zone_keys},
      {both + "share = true\n",
       "6:1: unknown key \"share\" in [[host]]; did you mean \"shared\"? "
       "Allowed: name, zone, " +
           host_keys},
      {both + "[[record]]\nname = \"a.d.example.com\"\ntype = \"TXT\"\nvalue = \"v\"\n"
              "shared = true\n",
       "10:1: unknown key \"shared\" in [[record]]; it belongs to [defaults], [[host]]. "
       "Allowed: name, zone, type, value, ttl"},
      {both + "state_dir = \"/s\"\n",
       "6:1: unknown key \"state_dir\" in [[host]]; it stands before the first header. "
       "Allowed: name, zone, " +
           host_keys},
      {"agree = 1\n" + both, "1:1: unknown key \"agree\"; it belongs to [echo]. " + top_keys},
      {both + "[log]\nhost = \"a\"\n",
       "7:1: unknown key \"host\" in [log]. Allowed: level, format"},
      {both + "[[hosts]]\n", "6:3: unknown key \"hosts\"; did you mean \"host\"? " + top_keys},
      {both + "[log]\nlevle = \"info\"\n",
       "7:1: unknown key \"levle\" in [log]; did you mean \"level\"? Allowed: level, format"},
      {both + "[defaults]\nname = \"x\"\n",
       "7:1: unknown key \"name\" in [defaults]; it belongs to [zone.\"NAME\"], [[host]], "
       "[[record]]. Allowed: " +
           host_keys},
      {both + "[hooks]\n", "6:2: unknown key \"hooks\". " + top_keys},
  });
}

TEST_CASE("a missing key is reported at the header that lacks it") {
  check({
      {zone_with("server = \"a\"\n"), "1:7: [zone.\"d.example.com\"] lacks \"key\""},
      {both + "[[host]]\nttl = \"1m\"\n", "6:1: [[host]] lacks \"name\""},
  });
  CHECK(test::error_of(test::parse("")) ==
        "nsfollow.toml: no zone: it wants at least one [zone.\"NAME\"] with a key\n"
        "nsfollow.toml: no host: it wants at least one [[host]] with a name");
}

TEST_CASE("a wrong type is an error that says what was found and what is wanted") {
  check({
      {both + "ttl = 300\n", "6:7: ttl is a number without a unit: write \"300s\""},
      {both + "ttl = -1\n", "6:7: ttl is a number without a unit"},
      {both + "ttl = 300.0\n", "6:7: ttl is a number; it wants a duration such as \"5m\""},
      {both + "ttl = true\n", "6:7: ttl is a boolean; it wants a duration such as \"5m\""},
      {both + "on_loss = 1979-05-27\n",
       "6:11: on_loss is a date or time; it wants one of: keep, withdraw"},
      {both + "ipv4 = [1]\n",
       "6:9: ipv4 is an integer; it wants a source such as \"auto\", \"interface:NAME\" or an "
       "address, "
       "or \"off\""},
      {zone_with("server = {}\nkey = \"k\"\n"),
       "2:10: server is a table; it wants a server such as \"ns1.example.com\""},
      {zone_with("server = []\nkey = \"k\"\n"),
       "2:10: server is an empty array; it wants a server such as \"ns1.example.com\""},
      {zone_with("server = \"a\"\nkey = 7\n"),
       "3:7: key is an integer; it wants the path of a key file, or \"algorithm:name:secret\""},
      {zone_with("server = \"a\"\nkey = \"k\"\nallow_open_key = \"yes\"\n"),
       "4:18: allow_open_key is a string; it wants true or false"},
      {zone + "[host]\nname = \"a.d.example.com\"\n",
       "4:1: host is a table; it wants a header such as [[host]]"},
      {"zone = 1\n" + host,
       "1:8: zone is an integer; it wants a header such as [zone.\"d.example.com\"]"},
  });
}

TEST_CASE("a value out of range is refused with the range") {
  check({
      {both + "ttl = \"0s\"\n", "6:7: ttl \"0s\" is out of range: 1s to 1d"},
      {both + "ttl = \"1d1s\"\n", "6:7: ttl \"1d1s\" is out of range: 1s to 1d"},
      {both + "ttl = \"1s500ms\"\n", "6:7: ttl wants whole seconds"},
      {both + "loss_grace = \"8d\"\n", "6:14: loss_grace \"8d\" is out of range: 0s to 7d"},
      {zone + "verify = \"9s\"\n" + host, "4:10: verify \"9s\" is out of range: 10s to 7d"},
      {zone + "fudge = \"301s\"\n" + host, "4:9: fudge \"301s\" is out of range: 1s to 5m"},
      {both + "ttl = \"5\"\n", "6:7: ttl \"5\" lacks a unit: write \"5s\""},
      {"settle = [\"250ms\", \"2ms\"]\n" + both, "1:10: settle wants the shorter duration first"},
      {"settle = \"2ms\"\n" + both,
       "1:10: settle wants two durations, such as [\"2ms\", \"250ms\"]"},
      {"settle = [2, \"250ms\"]\n" + both, "1:11: settle is a number without a unit: write \"2s\""},
      {"state_dir = \"state\"\n" + both, "1:13: state_dir \"state\" is no absolute path"},
  });
}

TEST_CASE("an unknown choice is named with its near miss and the choices") {
  check({
      {both + "on_loss = \"kepe\"\n",
       "6:11: on_loss has no choice \"kepe\"; did you mean \"keep\"? Choices: keep, withdraw"},
      {both + "[log]\nformat = \"jurnal\"\n",
       "7:10: format has no choice \"jurnal\"; did you mean \"journal\"? "
       "Choices: text, journal, syslog"},
  });
}

TEST_CASE("a name that cannot be one is refused where it stands") {
  check({
      {zone + "[[host]]\nname = \"a b.d.example.com\"\n",
       "5:8: name \"a b.d.example.com\" has a character other than letters, digits, \"-\" and "
       "\"_\""},
      {zone + "[[host]]\nname = \"\"\n", "5:8: name \"\" is empty"},
      {zone + "[[host]]\nname = \"h.example.org\"\n",
       "5:8: h.example.org lies in no configured zone. Zones: d.example.com"},
      {zone + "[[host]]\nname = \"h\"\n",
       "5:8: h lies in no configured zone; did you mean \"h.d.example.com\"? "
       "Zones: d.example.com"},
      {zone + "[zone.\"b.example.com\"]\nserver = \"a\"\nkey = \"k\"\n" + host +
           "zone = \"b.example.com\"\n",
       "8:8: host1.d.example.com does not lie in its zone b.example.com"},
      {"[zone.\"*.d.example.com\"]\n" + both,
       "1:7: zone \"*.d.example.com\" is a wildcard, and no zone is"},
      {"[zone.d.example.com]\nserver = \"a\"\nkey = \"k\"\n[[host]]\nname = \"a.d.example.com\"\n",
       "1:7: a zone's name needs quotes: [zone.\"d.example.com\"]"},
      {zone + "[zone.\"D.example.COM\"]\nserver = \"a\"\nkey = \"k\"\n" + host,
       "4:7: zone d.example.com is there twice, first in line 1"},
  });
}

TEST_CASE("a server that cannot be reached by its spelling is refused") {
  check({
      {zone_with("server = \"192.0.2.300\"\nkey = \"k\"\n"),
       "2:10: server \"192.0.2.300\" is neither an address nor a host name"},
      {zone_with("server = [\"a\", \"a:53\"]\nkey = \"k\"\n"),
       "2:16: server \"a:53\" is there twice"},
      {zone_with("server = \"a:0\"\nkey = \"k\"\n"),
       "2:10: server \"a:0\" has a port that is no number from 1 to 65535"},
  });
}

TEST_CASE("text that is no TOML is refused at its line and column") {
  check({
      {both + "ttl = \n", "6:7: cannot parse this key-value pair: expected value, saw '\\n'"},
      {both + "ttl = \"5m\"\nttl = \"6m\"\n",
       "7:7: cannot parse this key-value pair: cannot redefine existing string 'ttl'"},
      {both + "[zone.\"d.example.com\"]\n", "6:1: this header is in the file already"},
      {both + "[host]\n", "6:1: this header has other brackets than an earlier one of its name"},
      {both + "[[zone]]\n", "6:1: this header has other brackets than an earlier one of its name"},
      {both + "# caf\xe9\n", "6:5: this is no UTF-8"},
      {"[[[", "1:1: a header without a name"},
      {"a = 1\n  [ [ ]", "2:3: a header without a name"},
  });
}

TEST_CASE("forgotten quotes are called that, and what they should hold is not told") {
  const std::string text = "text needs quotes; only numbers, true and false stand without";
  check({
      {zone_with("server = ns1.example.com\nkey = \"k\"\n"), "2:10: " + text},
      {zone_with("server = \"a\"\nkey=hmac-sha256:n:c2VjcmV0\n"), "3:5: " + text},
      {zone_with("server = 192.0.2.1\nkey = \"k\"\n"), "2:10: " + text},
      {zone_with("server = 2001:db8::1 # here\nkey = \"k\"\n"), "2:10: " + text},
      {zone_with("server = \"a\"\nkey = /etc/a.key\r\n"), "3:7: " + text},
      {both + "ttl = 5m\n", "6:7: " + text},
      {both + "private = yes\n", "6:11: " + text},
      {zone_with("server = \"a\nkey = \"k\"\n"),
       "2:10: this quote is not closed before the end of its line"},
      {"[zone.\"d.example.com]\n", "1:7: this quote is not closed before the end of its line"},
      {both + "ttl = '5m", "6:7: this quote is not closed before the end of its line"},
      {both + "ttl = \"\"\"5m\n\n", "6:7: these quotes are never closed"},
  });
}

TEST_CASE("what needs no quotes in TOML is not told to have them") {
  const std::string value = GENERATE(as<std::string>{}, "0xDEADbeef", "0o17", "0b11", "1_000", "-7",
                                     "+1.5", "6.02e-23", "inf", "nan", "1979-05-27T07:32:00.5Z",
                                     "1979-05-27 07:32:00+01:00", "07:32:00", "true", "false");
  CAPTURE(value);
  CHECK_THAT(test::error_of(test::parse(both + "ttl = " + value + " # x\n")),
             test::ContainsSubstring("6:7: ttl is "));
}

TEST_CASE("all mistakes are told at once, in the order of the file") {
  CHECK(test::error_of(test::parse("settle = 1\n[log]\nlevel = 3\n" + both + "ttl = 1\n")) ==
        "nsfollow.toml:1:10: settle wants two durations, such as [\"2ms\", \"250ms\"]\n"
        "nsfollow.toml:3:9: level is an integer; it wants one of: error, warning, notice, info, "
        "debug\n"
        "nsfollow.toml:9:7: ttl is a number without a unit: write \"1s\"");
  std::string many = both;
  for (int i = 0; i < 25; ++i) many += "x" + std::to_string(i) + " = 1\n";
  CHECK_THAT(test::error_of(test::parse(many)),
             test::ContainsSubstring("nsfollow.toml:25:1: ") &&
                 test::ContainsSubstring("\nnsfollow.toml: and 5 more"));
}

TEST_CASE("a key that cannot be used is an error that does not tell the secret") {
  const std::string secret{test::secret};
  const auto with_key = [](const std::string& key) {
    return zone_with("server = \"a\"\nkey = \"" + key + "\"\n");
  };
  check({
      {with_key("hmac-sah256:n:" + secret),
       "3:7: key has an unknown algorithm; did you mean \"hmac-sha256\"? Choices: hmac-md5, "
       "hmac-sha1, hmac-sha224, hmac-sha256, hmac-sha384, hmac-sha512"},
      {with_key("name:" + secret),
       "3:7: key is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"},
      {with_key(secret),
       "3:7: key is neither the path of a key file nor \"algorithm:name:secret\""},
      {with_key(""), "3:7: key is neither the path of a key file nor \"algorithm:name:secret\""},
      {with_key("hmac-sha256:n:" + secret.substr(1)), "3:7: key has a secret that is not base64"},
      {with_key("hmac-sha256:n:QUJD"),
       "3:7: key has a secret of 3 bytes; less than 16 can be guessed"},
      {with_key("hmac-sha256:n:"), "3:7: key has a secret of 0 bytes; less than 16 can be guessed"},
      {with_key("hmac-sha256:a b:" + secret),
       "3:7: key has a key name that has a character other than letters, digits, \"-\" and \"_\""},
  });
}

TEST_CASE("a secret may stand in the configuration only where others cannot read it") {
  const auto text =
      zone_with("server = \"a\"\nkey = \"hmac-sha256:n:" + std::string{test::secret} + "\"\n");
  int asked = 0;
  const Outside open{test::any_key().read_key, [&asked] {
                       ++asked;
                       return std::string{"this file is open to others"};
                     }};
  CHECK(test::error_of(parse(text, "n.toml", open)) ==
        "n.toml:3:7: key holds a secret, and this file is open to others");
  CHECK(test::error_of(parse(text, "n.toml", test::any_key())) == "");
  const auto allowed = "[zone.\"d.example.com\"]\nallow_open_key = true\n" + text.substr(23);
  CHECK(test::error_of(parse(allowed, "n.toml", open)) == "");
  CHECK(asked == 1);
  // Who may read the file is a question to the user database: not asked for nothing.
  CHECK(test::error_of(parse(zone + host, "n.toml", open)) == "");
  CHECK(asked == 1);
}

}  // namespace
}  // namespace nsfollow::settings
