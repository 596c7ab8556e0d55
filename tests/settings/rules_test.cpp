// SPDX-License-Identifier: MIT
// Which addresses are published, and with them their PTR records.
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using core::AddressKind;
using core::IpPrefix;

const std::string both = test::a_zone + test::a_host;  // line 6 is next

std::vector<std::string> warnings_of(const std::string& toml) {
  const auto settings = test::parse(toml);
  REQUIRE(test::error_of(settings) == "");
  return settings->warnings;
}

TEST_CASE("the rules of a host arrive, and those under [defaults]") {
  const auto settings = test::parse(test::a_zone + R"(
[[host]]
name = "a.d.example.com"
private = true
temporary = true
addresses = "first"
prefer = ["eui64", "stable-privacy", "fixed", "leased", "temporary"]
allow = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"]
deny = "fe80::/10"
reverse = true
[[host]]
name = "b.d.example.com"
[[host]]
name = "c.d.example.com"
addresses = "all"
prefer = []
deny = []
reverse = false
[defaults]
addresses = "first"
prefer = "leased"
deny = ["192.0.2.0/24"]
reverse = true
)");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  const auto& hosts = settings->policy.hosts;
  CHECK(hosts.at(0).rules ==
        core::Rules{true,
                    true,
                    true,
                    {AddressKind::eui64, AddressKind::stable_privacy, AddressKind::fixed,
                     AddressKind::leased, AddressKind::temporary},
                    {*IpPrefix::parse("10.0.0.0/8"), *IpPrefix::parse("2001:db8::/32"),
                     *IpPrefix::parse("192.0.2.1/32")},
                    {*IpPrefix::parse("fe80::/10")}});
  CHECK(hosts[0].reverse);
  CHECK(hosts[1].rules ==
        core::Rules{
            false, false, true, {AddressKind::leased}, {}, {*IpPrefix::parse("192.0.2.0/24")}});
  CHECK(hosts[1].reverse);
  CHECK(hosts[2].rules == core::Rules{});
  CHECK_FALSE(hosts[2].reverse);
}

TEST_CASE("a rule that cannot be followed is refused") {
  const std::string kinds = "Choices: fixed, leased, stable-privacy, eui64, temporary";
  test::check({
      {both + "private = \"yes\"\n", "6:11: private is a string; it wants true or false"},
      {both + "temporary = 1\n", "6:13: temporary is an integer; it wants true or false"},
      {both + "reverse = \"\"\n", "6:11: reverse is a string; it wants true or false"},
      {both + "addresses = \"frist\"\n",
       "6:13: addresses has no choice \"frist\"; did you mean \"first\"? Choices: all, first"},
      {both + "addresses = 1\n", "6:13: addresses is an integer; it wants one of: all, first"},
      {both + "addresses = \"first\"\nprefer = [\"eui64\", \"stable_privacy\"]\n",
       "7:20: prefer has no choice \"stable_privacy\"; did you mean \"stable-privacy\"? " + kinds},
      {both + "addresses = \"first\"\nprefer = [\"eui64\", \"eui64\"]\n",
       "7:20: prefer has \"eui64\" twice"},
      {both + "prefer = true\n",
       "6:10: prefer is a boolean; it wants kinds of addresses such as \"eui64\""},
      {both + "allow = \"10.0.0.1/8\"\n",
       "6:9: allow \"10.0.0.1/8\" has bits beyond its length; did you mean \"10.0.0.0/8\"?"},
      {both + "deny = [\"2001:db8::/129\"]\n",
       "6:9: deny \"2001:db8::/129\" wants a length of 0 to 128 after the \"/\""},
      {both + "deny = [\"example.com\"]\n",
       "6:9: deny \"example.com\" is no prefix such as \"192.0.2.0/24\" or \"2001:db8::/32\""},
      {both + "deny = [1]\n",
       "6:9: deny is an integer; it wants a prefix such as \"192.0.2.0/24\" or "
       "\"2001:db8::/32\""},
      {both + "allow = [\"192.0.2.1\", \"192.0.2.1/32\"]\n",
       "6:23: allow has \"192.0.2.1/32\" twice"},
  });
  std::string many = both + "deny = [";
  for (int i = 0; i < 257; ++i) many += "\"10.0." + std::to_string(i % 256) + ".0/24\", ";
  test::check({{many + "]\n", "6:8: deny has more than 256 prefixes"}});
}

TEST_CASE("a preference that chooses nothing is warned of") {
  const std::string warning = "prefer has no effect: it chooses where addresses = \"first\"";
  CHECK(warnings_of(both + "prefer = \"eui64\"\n") ==
        std::vector<std::string>{"nsfollow.toml:6:10: " + warning});
  CHECK(warnings_of(both + "[defaults]\nprefer = \"eui64\"\n") ==
        std::vector<std::string>{"nsfollow.toml:7:10: " + warning});
  // One of the hosts has a use for it.
  CHECK(warnings_of(both + "[defaults]\nprefer = \"eui64\"\n[[host]]\nname = \"b.d.example.com\"\n"
                           "addresses = \"first\"\n")
            .empty());
}

TEST_CASE("a wildcard cannot be what an address is called") {
  test::check({{test::a_zone + "[[host]]\nname = \"*.d.example.com\"\nreverse = true\n",
                "5:8: *.d.example.com is a wildcard, and no address has it as its name; write "
                "reverse = false"}});
}

}  // namespace
}  // namespace nsfollow::settings
