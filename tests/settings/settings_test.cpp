// SPDX-License-Identifier: MIT
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using namespace std::chrono_literals;
using core::IpAddress;

core::AddressSources interfaces(std::vector<std::string> patterns) {
  return {core::InterfaceSource{std::move(patterns)}};
}

TEST_CASE("the smallest configuration is complete") {
  const auto settings = test::parse(test::a_zone + test::a_host);
  REQUIRE(test::error_of(settings) == "");
  REQUIRE(settings->policy.zones.size() == 1);
  const auto& zone = settings->policy.zones[0];
  CHECK(zone.name.to_text() == "d.example.com");
  CHECK(zone.servers == std::vector{core::Server{"ns1.example.com", 53}});
  CHECK(zone.verify == 5min);
  CHECK(zone.fudge == 300s);
  REQUIRE(settings->policy.hosts.size() == 1);
  const auto& host = settings->policy.hosts[0];
  CHECK(host.name.to_text() == "host1.d.example.com");
  CHECK(host.zone == "d.example.com");
  CHECK(host.ipv4 == core::AddressSources{core::AutoSource{}});
  CHECK(host.ipv6 == core::AddressSources{core::AutoSource{}});
  CHECK(host.ttl == 5min);
  CHECK(host.on_loss == core::Afterwards::keep);
  CHECK(host.rules == core::Rules{});
  CHECK_FALSE(host.reverse);
  CHECK(settings->policy.records.empty());
  REQUIRE(settings->keys.count("d.example.com") == 1);
  CHECK(settings->keys.at("d.example.com").name.to_text() == "host1.key");
  CHECK(settings->state_dir == "/var/lib/nsfollow");
  CHECK_FALSE(settings->state_dir_given);
  CHECK(settings->log_level == log::Level::info);
  CHECK_FALSE(settings->log_format);
  CHECK(settings->warnings.empty());
}

TEST_CASE("every setting arrives where it belongs") {
  const auto settings = test::parse(R"(
state_dir = "/tmp/state"
settle = ["10ms", "4s"]
[log]
level = "debug"
format = "syslog"
[zone."D.Example.com."]
server = ["192.0.2.1", "[2001:db8::1]:5353", "2001:db8::2", "ns.example.com:54"]
key = "one.key"
verify = "1m30s"
fudge = "60s"
[[host]]
name = "Home.d.example.com"
ipv4 = "interface:ppp*,!ppp9"
ipv6 = ["interface:br-lan", "interface:!br-guest"]
ttl = "1m"
on_loss = "withdraw"
loss_grace = "1h"
[[host]]
name = "fixed.d.example.com"
ipv4 = "10.0.0.1"
ipv6 = "off"
)");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->state_dir == "/tmp/state");
  CHECK(settings->state_dir_given);
  CHECK(settings->log_level == log::Level::debug);
  CHECK(settings->log_format == log::Format::syslog);
  const auto& [zones, hosts, records, echo, scripts, settle] = settings->policy;
  CHECK(settle.least == 10ms);
  CHECK(settle.most == 4s);
  CHECK(settle.longest == 4s);
  CHECK(zones.at(0).servers ==
        std::vector<core::Server>{
            {"192.0.2.1", 53}, {"2001:db8::1", 5353}, {"2001:db8::2", 53}, {"ns.example.com", 54}});
  CHECK(zones[0].verify == 90s);
  CHECK(zones[0].fudge == 60s);
  REQUIRE(hosts.size() == 2);
  CHECK(hosts[0].name.to_text() == "home.d.example.com");
  CHECK(hosts[0].ipv4 == interfaces({"ppp*", "!ppp9"}));
  CHECK(hosts[0].ipv6 == interfaces({"br-lan", "!br-guest"}));
  CHECK(hosts[0].ttl == 60s);
  CHECK(hosts[0].on_loss == core::Afterwards::withdraw);
  CHECK(hosts[0].loss_grace == 1h);
  // Special-purpose, but the person wrote it.
  CHECK(hosts[1].ipv4 == core::AddressSources{core::LiteralSource{*IpAddress::parse("10.0.0.1")}});
  CHECK(hosts[1].ipv6 == core::AddressSources{});
}

TEST_CASE("a host begins with the defaults, wherever they stand, and may differ") {
  const auto settings = test::parse(test::a_zone + test::a_host +
                                    "[[host]]\nname = \"b.d.example.com\"\nttl = \"2m\"\n"
                                    "[defaults]\nttl = \"1m\"\nipv6 = \"off\"\n");
  REQUIRE(test::error_of(settings) == "");
  const auto& hosts = settings->policy.hosts;
  CHECK(hosts.at(0).ttl == 1min);
  CHECK(hosts.at(1).ttl == 2min);
  CHECK(hosts.at(1).ipv6 == core::AddressSources{});
}

TEST_CASE("a host belongs to the closest zone, unless it says otherwise") {
  const std::string zones =
      "[zone.\"example.com\"]\nserver = \"a\"\nkey = \"up.key\"\n"
      "[zone.\"d.example.com\"]\nserver = \"b\"\nkey = \"down.key\"\n";
  const auto settings =
      test::parse(zones +
                  "[[host]]\nname = \"h.d.example.com\"\n"
                  "[[host]]\nname = \"d.example.com\"\n"
                  "[[host]]\nname = \"xd.example.com\"\n"
                  "[[host]]\nname = \"g.d.example.com\"\nzone = \"example.com\"\n");
  REQUIRE(test::error_of(settings) == "");
  const auto& hosts = settings->policy.hosts;
  CHECK(hosts.at(0).zone == "d.example.com");
  CHECK(hosts.at(1).zone == "d.example.com");
  CHECK(hosts.at(2).zone == "example.com");
  CHECK(hosts.at(3).zone == "example.com");
  CHECK(settings->keys.at("example.com").name.to_text() == "up.key");
}

TEST_CASE("one name may stand twice, once for each family") {
  const auto settings = test::parse(test::a_zone + test::a_host + "ipv6 = \"off\"\n" +
                                    test::a_host + "ipv4 = \"off\"\n");
  CHECK(test::error_of(settings) == "");
}

TEST_CASE("a doubtful configuration loads, with a warning") {
  const auto settings =
      test::parse(test::a_zone + "[zone.\"b.example.com\"]\n" +
                  "server = \"b\"\nkey = \"hmac-md5:k:" + std::string{test::secret} + "\"\n" +
                  test::a_host + "ipv4 = \"off\"\nipv6 = \"off\"\n");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings ==
        std::vector<std::string>{
            "nsfollow.toml:4:7: [zone.\"b.example.com\"] has neither host nor record: nothing to "
            "do there",
            "nsfollow.toml:6:7: key uses hmac-md5, which is broken; "
            "`tsig-keygen -a hmac-sha256 NAME` makes a better one",
            "nsfollow.toml:8:8: host1.d.example.com has ipv4 and ipv6 off: nothing to do"});
}

TEST_CASE("a key's path begins where the configuration lies") {
  std::vector<std::string> asked;
  const Outside outside{[&](const KeyPlace& place) {
    asked.push_back(place.file.string() + (place.access == KeyAccess::open ? " open" : ""));
    return test::any_key().read_key(place);
  }};
  const auto key = GENERATE(as<std::string>{}, "sub/a.key", "/keys/a.key", "./a:b.key");
  const auto ask = [&](const std::string& file, const std::string& more) {
    const auto text = "[zone.\"d.example.com\"]\nserver = \"a\"\nkey = \"" + key + "\"\n" + more;
    (void)parse(text + test::a_host, file, outside);
    return asked.empty() ? "" : asked.back();
  };
  if (key == "sub/a.key")
    CHECK(ask("/etc/nsfollow/nsfollow.toml", "") == "/etc/nsfollow/sub/a.key");
  if (key == "sub/a.key") CHECK(ask("nsfollow.toml", "") == "sub/a.key");
  if (key == "/keys/a.key") CHECK(ask("/etc/n.toml", "") == "/keys/a.key");
  if (key == "./a:b.key")
    CHECK(ask("/etc/n.toml", "allow_open_key = true\n") == "/etc/./a:b.key open");
}

}  // namespace
}  // namespace nsfollow::settings
