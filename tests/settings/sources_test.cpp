// SPDX-License-Identifier: MIT
// Where addresses come from, as people write it.
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using core::AddressSources;
using core::IpAddress;

const std::string both = test::a_zone + test::a_host;  // line 6 is next

AddressSources read(const std::string& line) {
  const auto settings = test::parse(both + line + "\n");
  CAPTURE(line);
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  const auto& host = settings->policy.hosts.at(0);
  return line.starts_with("ipv4") ? host.ipv4 : host.ipv6;
}

AddressSources prefix(std::string interface, std::optional<unsigned> length,
                      std::string_view suffix) {
  return {core::PrefixSource{std::move(interface), length, *IpAddress::parse(suffix)}};
}

AddressSources interfaces(std::vector<std::string> patterns) {
  return {core::InterfaceSource{std::move(patterns)}};
}

core::LiteralSource literal(std::string_view text) { return {*IpAddress::parse(text)}; }

TEST_CASE("each kind of source is read") {
  CHECK(read("ipv4 = \"auto\"") == AddressSources{core::AutoSource{}});
  CHECK(read("ipv4 = \"off\"").empty());
  CHECK(read("ipv4 = [\"off\"]").empty());
  CHECK(read("ipv4 = \"interface:wan*,!wan9\"") == interfaces({"wan*", "!wan9"}));
  CHECK(read("ipv4 = \"gateway\"") == AddressSources{core::GatewaySource{}});
  CHECK(read("ipv4 = \"gateway:wan0\"") == AddressSources{core::GatewaySource{"wan0"}});
  CHECK(read("ipv4 = \"echo\"") == AddressSources{core::EchoSource{}});
  CHECK(read("ipv6 = \"echo:wan0\"") == AddressSources{core::EchoSource{"wan0"}});
  CHECK(read("ipv6 = \"command:/usr/bin/my-address\"") ==
        AddressSources{core::CommandSource{"/usr/bin/my-address"}});
  CHECK(read("ipv4 = \"192.0.2.1\"") == AddressSources{literal("192.0.2.1")});
  CHECK(read("ipv6 = \"2001:db8::1\"") == AddressSources{literal("2001:db8::1")});
}

TEST_CASE("a machine behind this router is a prefix and a suffix") {
  const std::string beef = "::2de:adff:fe00:beef";
  CHECK(read("ipv6 = \"prefix:br-lan/64 + " + beef + '"') == prefix("br-lan", 64, beef));
  CHECK(read("ipv6 = \"prefix:br-lan/64+" + beef + '"') == prefix("br-lan", 64, beef));
  CHECK(read("ipv6 = \"prefix:br-lan + " + beef + '"') == prefix("br-lan", std::nullopt, beef));
  CHECK(read("ipv6 = \"prefix:br*  +\\t::1 \"") == prefix("br*", std::nullopt, "::1"));
  CHECK(read("ipv6 = \"prefix:a+b/56 + ::5:0:0:0:1\"") == prefix("a+b", 56, "::5:0:0:0:1"));
  CHECK(read("ipv6 = \"prefix:eth0/16 + 0:ffff::1\"") == prefix("eth0", 16, "0:ffff::1"));
  CHECK(read("ipv6 = \"prefix:eth0 + 0:ffff::1\"") == prefix("eth0", std::nullopt, "0:ffff::1"));
  CHECK(read("ipv6 = \"prefix:eth0/127 + ::1\"") == prefix("eth0", 127, "::1"));
  CHECK(read("ipv6 = \"prefix:eth0/127 + ::\"") == prefix("eth0", 127, "::"));
}

TEST_CASE("a hardware address makes the suffix that its machine makes of it") {
  CHECK(read("ipv6 = \"prefix:br-lan/64 + mac:00:de:ad:00:be:ef\"") ==
        prefix("br-lan", 64, "::2de:adff:fe00:beef"));
  CHECK(read("ipv6 = \"prefix:br-lan + mac:02:11:22:AA:bB:cc\"") ==
        prefix("br-lan", std::nullopt, "::11:22ff:feaa:bbcc"));
}

TEST_CASE("an array of sources is their union") {
  CHECK(read("ipv4 = [\"interface:a\", \"interface:!b,c\"]") == interfaces({"a", "!b", "c"}));
  CHECK(read("ipv4 = [\"interface:a\", \"auto\", \"interface:b\", \"192.0.2.1\"]") ==
        AddressSources{core::InterfaceSource{{"a"}}, core::AutoSource{},
                       core::InterfaceSource{{"b"}}, literal("192.0.2.1")});
  CHECK(read("ipv6 = [\"echo\", \"echo:wan0\", \"prefix:a + ::1\", \"prefix:a + ::2\"]").size() ==
        4);
}

TEST_CASE("an unknown source is named with its near miss and the choices") {
  const std::string ipv4 =
      "Choices: auto, interface:NAME, gateway, echo, command:PATH, an address, off";
  const std::string ipv6 =
      "Choices: auto, interface:NAME, prefix:NAME + SUFFIX, echo, command:PATH, an address, off";
  test::check({
      {both + "ipv4 = \"inteface:ppp0\"\n",
       "6:8: ipv4 has no choice \"inteface:ppp0\"; did you mean \"interface:\"? " + ipv4},
      {both + "ipv4 = \"gatway\"\n",
       "6:8: ipv4 has no choice \"gatway\"; did you mean \"gateway\"? " + ipv4},
      {both + "ipv6 = \"prefx:br-lan/64 + ::1\"\n",
       "6:8: ipv6 has no choice \"prefx:br-lan/64 + ::1\"; did you mean \"prefix:\"? " + ipv6},
      {both + "ipv6 = \"of\"\n", "6:8: ipv6 has no choice \"of\"; did you mean \"off\"? " + ipv6},
      {both + "ipv6 = \"interface\"\n",
       "6:8: ipv6 has no choice \"interface\"; did you mean \"interface:\"? " + ipv6},
      {both + "ipv4 = \"192.0.2.300\"\n", "6:8: ipv4 has no choice \"192.0.2.300\". " + ipv4},
      {both + "ipv4 = \"\\u001b[2J\"\n", "6:8: ipv4 has no choice \"\\x1b[2J\". " + ipv4},
  });
}

TEST_CASE("impossible sources are refused") {
  test::check({
      {both + "ipv4 = \"2001:db8::1\"\n",
       "6:8: ipv4 \"2001:db8::1\" is an address of the other family"},
      {both + "ipv6 = \"192.0.2.1\"\n",
       "6:8: ipv6 \"192.0.2.1\" is an address of the other family"},
      {both + "ipv6 = \"\"\n", "6:8: ipv6 is empty; \"off\" leaves the family alone"},
      {both + "ipv4 = []\n",
       "6:8: ipv4 is an empty array; it wants a source such as \"auto\", \"interface:NAME\" or an "
       "address, or \"off\""},
      {both + "ipv4 = \"interface:\"\n", "6:8: ipv4 has an empty interface name"},
      {both + "ipv4 = \"interface:!\"\n", "6:8: ipv4 has an empty interface name"},
      {both + "ipv4 = \"interface:a,,b\"\n", "6:8: ipv4 has an empty interface name"},
      {both + "ipv4 = \"interface:a, b\"\n",
       "6:8: ipv4 has white space, \"/\" or \":\" in the interface name \" b\""},
      {both + "ipv4 = \"interface:../x\"\n",
       "6:8: ipv4 has white space, \"/\" or \":\" in the interface name \"../x\""},
      {both + "ipv4 = \"interface:abcdefghijklmnop\"\n",
       "6:8: ipv4 names the interface \"abcdefghijklmnop\", but no such name is longer than 15 "
       "bytes"},
      {both + "ipv4 = \"interface:eth[0-9\"\n",
       "6:8: ipv4 has \"[\" without \"]\" in the interface name \"eth[0-9\""},
      {both + "ipv4 = \"interface:!eth0\"\n",
       "6:8: ipv4 only excludes; begin with what it may be: \"interface:*,!eth0\""},
      {both + "ipv4 = [\"interface:a\", \"auto\", \"interface:!b\"]\n",
       "6:8: ipv4 only excludes; begin with what it may be: \"interface:*,!b\""},
      {both + "ipv4 = [\"interface:a\", \"off\"]\n",
       "6:24: ipv4 has \"off\" beside other sources; it stands alone"},
      {both + "ipv4 = [\"off\", \"off\"]\n",
       "6:9: ipv4 has \"off\" beside other sources; it stands alone"},
      {both + "ipv4 = [\"auto\", \"echo\", \"auto\"]\n", "6:25: ipv4 has \"auto\" twice"},
      {both + "ipv6 = [\"2001:db8::1\", \"2001:DB8:0::1\"]\n",
       "6:24: ipv6 has \"2001:DB8:0::1\" twice"},
      {both + "ipv6 = [\"prefix:a/64+::1\", \"prefix:a/64 + ::1\"]\n",
       "6:28: ipv6 has \"prefix:a/64 + ::1\" twice"},
  });
  std::string many = both + "ipv4 = [";
  for (int i = 0; i < 65; ++i) many += "\"192.0.2." + std::to_string(i) + "\", ";
  test::check({{many + "]\n", "6:8: ipv4 has more than 64 sources"}});
  std::string names = both + "ipv4 = \"interface:a0";
  for (int i = 1; i < 65; ++i) names += ",a" + std::to_string(i);
  test::check({{names + "\"\n", "6:8: ipv4 names more than 64 interfaces"}});
}

TEST_CASE("sources of one interface want its plain name") {
  test::check({
      {both + "ipv6 = \"gateway\"\n",
       "6:8: ipv6 cannot come from the gateway: what one tells by NAT-PMP or PCP is its IPv4 "
       "address"},
      {both + "ipv6 = \"gateway:wan0\"\n",
       "6:8: ipv6 cannot come from the gateway: what one tells by NAT-PMP or PCP is its IPv4 "
       "address"},
      {both + "ipv4 = \"gateway:\"\n", "6:8: ipv4 has an empty interface name"},
      {both + "ipv4 = \"gateway:wan*\"\n",
       "6:8: ipv4 wants one interface, and \"wan*\" is a pattern"},
      {both + "ipv4 = \"echo:a,b\"\n", "6:8: ipv4 wants one interface, and \"a,b\" is a pattern"},
      {both + "ipv4 = \"echo:!a\"\n", "6:8: ipv4 wants one interface, and \"!a\" is a pattern"},
      {both + "ipv6 = \"echo:abcdefghijklmnop\"\n",
       "6:8: ipv6 names the interface \"abcdefghijklmnop\", but no such name is longer than 15 "
       "bytes"},
  });
}

TEST_CASE("a command is the absolute path of a program") {
  const auto error = [](const std::string& path) {
    return "6:8: ipv4 wants the absolute path of a program, not \"" + path + '"';
  };
  test::check({
      {both + "ipv4 = \"command:\"\n", error("")},
      {both + "ipv4 = \"command:my-address\"\n", error("my-address")},
      {both + "ipv4 = \"command:/usr/bin/\"\n", error("/usr/bin/")},
      {both + "ipv4 = \"command:/a\\u0000b\"\n", error("/a\\x00b")},
      {both + "ipv4 = \"command:/a\\nb\"\n", error("/a\\nb")},
  });
  const auto settings = test::parse(both + "ipv4 = \"command:/bin/x -4\"\n");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings ==
        std::vector<std::string>{"nsfollow.toml:6:8: ipv4 runs the program \"/bin/x -4\", blanks "
                                 "and all: it gets no arguments of yours"});
}

TEST_CASE("a prefix and a suffix that do not fit are refused") {
  const std::string length = "6:8: ipv6 wants a prefix length of 16 to 127 after the \"/\"";
  const std::string suffix =
      "6:8: ipv6 wants an IPv6 suffix such as \"::1\" after the \"+\", or \"mac:\" and a hardware "
      "address";
  const auto line = [](const std::string& text) {
    return both + "ipv6 = \"prefix:" + text + "\"\n";
  };
  const auto overlap = [](const std::string& text, const std::string& bits) {
    return "6:8: ipv6 overlaps: the suffix \"" + text + "\" has bits within the first " + bits +
           ", which are the prefix's";
  };
  test::check({
      {both + "ipv4 = \"prefix:br-lan + ::1\"\n",
       "6:8: ipv4 has no prefixes: they are delegated to machines behind us in IPv6 alone"},
      {line("br-lan/64"), "6:8: ipv6 lacks a suffix: write it as \"prefix:br-lan/64 + ::1\""},
      {line("/64 + ::1"), "6:8: ipv6 has an empty interface name"},
      {line("br lan + ::1"),
       "6:8: ipv6 has white space, \"/\" or \":\" in the interface name \"br lan\""},
      {line("a,b + ::1"), "6:8: ipv6 wants one interface or one pattern, not \"a,b\""},
      {line("!a + ::1"), "6:8: ipv6 wants one interface or one pattern, not \"!a\""},
      {line("a/15 + ::1"), length},
      {line("a/128 + ::1"), length},
      {line("a/ + ::1"), length},
      {line("a/64x + ::1"), length},
      {line("a/-64 + ::1"), length},
      {line("a/64 + "), suffix},
      {line("a/64 + 192.0.2.1"), suffix},
      {line("a/64 + ::g"), suffix},
      {line("a/64 + 1:0:0:1::1"), overlap("1:0:0:1::1", "64")},
      {line("a/65 + ::8000:0:0:1"), overlap("::8000:0:0:1", "65")},
      {line("a/127 + ::2"), overlap("::2", "127")},
      {line("a + 1::1"), overlap("1::1", "16")},
      {line("a/64 + ::"),
       "6:8: ipv6 lacks a suffix: \"::\" is for any router of the subnet (RFC 4291 2.6.1)"},
      {line("a/64 + mac:00:de:ad:00:be"),
       "6:8: ipv6 has no hardware address in \"mac:00:de:ad:00:be\"; write "
       "\"mac:00:11:22:aa:bb:cc\""},
      {line("a/64 + mac:00:de:ad:00:be:eg"),
       "6:8: ipv6 has no hardware address in \"mac:00:de:ad:00:be:eg\"; write "
       "\"mac:00:11:22:aa:bb:cc\""},
      {line("a/64 + mac:00-de-ad-00-be-ef"),
       "6:8: ipv6 has no hardware address in \"mac:00-de-ad-00-be-ef\"; write "
       "\"mac:00:11:22:aa:bb:cc\""},
      {line("a/64 + mac:01:de:ad:00:be:ef"),
       "6:8: ipv6 \"mac:01:de:ad:00:be:ef\" is the address of a group of machines"},
      {line("a/65 + mac:00:de:ad:00:be:ef"),
       "6:8: ipv6 wants a prefix of 64 bits or less before \"mac:00:de:ad:00:be:ef\""},
  });
}

}  // namespace
}  // namespace nsfollow::settings
