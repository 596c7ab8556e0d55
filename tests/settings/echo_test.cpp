// SPDX-License-Identifier: MIT
// Whom to ask for our address, how often, and how many must agree.
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using namespace std::chrono_literals;
using core::EchoService;
using core::Family;
using test::check;

const std::string both = test::a_zone + test::a_host;  // line 6 is next
const std::string echo = both + "[echo]\n";            // line 7 is next
const std::string two = "services = [\"https://a.example\", \"https://b.example\"]\n";

core::EchoPolicy read(const std::string& toml) {
  const auto settings = test::parse(toml);
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  return settings->policy.echo;
}

TEST_CASE("without a word, four services of others are asked, and two must agree") {
  for (const auto& toml : {both, echo, echo + "interval = \"30m\"\nagree = 2\nown = false\n"}) {
    const auto policy = read(toml);
    CHECK(policy.services ==
          std::vector<EchoService>{{"https://icanhazip.com", "", std::nullopt},
                                   {"https://checkip.amazonaws.com", "", Family::ipv4},
                                   {"https://api64.ipify.org", "", std::nullopt},
                                   {"https://ident.me", "", std::nullopt}});
    CHECK(policy.interval == 30min);
    CHECK(policy.agree == 2);
    CHECK_FALSE(policy.own);
    for (const auto family : {Family::ipv4, Family::ipv6})
      CHECK(std::ranges::count_if(policy.services, [&](const auto& service) {
              return service.family.value_or(family) == family;
            }) > static_cast<std::ptrdiff_t>(policy.agree));
  }
}

TEST_CASE("every setting of the echo arrives") {
  const auto policy = read(echo + R"(services = [
  "https://[2001:db8::1]:8443/ip?a=b",
  { url = "https://b.example", json = "ip" },
  { url = "https://c.example/@x", json = "client ip", family = "ipv6" },
  { url = "https://d.example", family = "ipv4" },
]
interval = "12h"
agree = 1
)");
  CHECK(policy.services ==
        std::vector<EchoService>{{"https://[2001:db8::1]:8443/ip?a=b", "", std::nullopt},
                                 {"https://b.example", "ip", std::nullopt},
                                 {"https://c.example/@x", "client ip", Family::ipv6},
                                 {"https://d.example", "", Family::ipv4}});
  CHECK(policy.interval == 12h);
  CHECK(policy.agree == 1);
  CHECK(read(echo + "services = []\n").services.empty());
}

TEST_CASE("a service of one's own may be asked often, in the clear, and is believed alone") {
  const auto policy =
      read(echo + "services = [\"http://192.0.2.1:8080/ip\"]\ninterval = \"10s\"\nown = true\n");
  CHECK(policy.own);
  CHECK(policy.interval == 10s);
  CHECK(policy.agree == 1);
  CHECK(read(echo + two + "own = true\n").agree == 1);
  CHECK(read(echo + two + "own = true\nagree = 2\n").agree == 2);
  CHECK(read(echo + two + "own = true\n").interval == 30min);
}

TEST_CASE("the services of others are not asked too often") {
  check({
      {echo + "interval = \"29m59s\"\n",
       "7:12: interval \"29m59s\" is too often for the services of others: at least 30m; own = "
       "true if all of them are yours"},
      {echo + "interval = \"9s\"\n", "7:12: interval \"9s\" is out of range: 10s to 12h"},
      {echo + two + "own = true\ninterval = \"9s\"\n",
       "9:12: interval \"9s\" is out of range: 10s to 12h"},
      {echo + "interval = \"13h\"\n", "7:12: interval \"13h\" is out of range: 10s to 12h"},
      {echo + "interval = 1800\n", "7:12: interval is a number without a unit: write \"1800s\""},
      {echo + "own = true\n",
       "7:7: own wants \"services\" beside it: those asked by default belong to others"},
  });
}

TEST_CASE("as many must agree as there are, at most") {
  const std::string number =
      "agree wants a whole number from 1 to 8: how many services must say the same";
  check({
      {echo + "agree = 0\n", "7:9: " + number},
      {echo + "agree = 9\n", "7:9: " + number},
      {echo + "agree = -1\n", "7:9: " + number},
      {echo + "agree = \"2\"\n", "7:9: " + number},
      {echo + "agree = 5\n", "7:9: agree is 5, but there are 4 services"},
      {echo + two + "agree = 3\n", "8:9: agree is 3, but there are 2 services"},
      {echo + "services = [\"https://a.example\"]\nagree = 2\n",
       "8:9: agree is 2, but there is 1 service"},
      {echo + "services = [\"https://a.example\"]\n",
       "7:12: services holds 1 service, but 2 must say the same; name another, or write agree = "
       "1"},
  });
}

TEST_CASE("an echo that nobody could give is refused or warned of") {
  const auto none = [](const std::string& lines) {
    return both + lines + "[echo]\nservices = []\n";
  };
  const std::string nobody = "wants an echo, but [echo] has services = []: nobody is asked";
  check({
      {none("ipv4 = \"echo\"\n"), "6:8: ipv4 " + nobody},
      {none("ipv6 = [\"auto\", \"echo:wan0\"]\n"), "6:8: ipv6 " + nobody},
      // Told once, however many hosts begin with it.
      {both + "[[host]]\nname = \"b.d.example.com\"\n[defaults]\nipv6 = \"echo\"\n[echo]\nservices "
              "= []\n",
       "9:8: ipv6 " + nobody},
      {both + "ipv6 = \"echo\"\n[echo]\nservices = [{ url = \"https://a.example\", family = "
              "\"ipv4\" }, { url = \"https://b.example\", family = \"ipv4\" }]\n",
       "6:8: ipv6 wants an echo, but of the services in [echo] none can be reached by IPv6, and 2 "
       "must say the same"},
      {both + "ipv6 = \"echo\"\n[echo]\nagree = 4\n",
       "6:8: ipv6 wants an echo, but of the services in [echo] 3 can be reached by IPv6, and 4 "
       "must say the same"},
  });
  CHECK(read(none("")).services.empty());
  const auto settings = test::parse(echo + "agree = 4\n");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings ==
        std::vector<std::string>{"nsfollow.toml:7:9: no echo will be believed: of the services in "
                                 "[echo] 3 can be reached by IPv6, and 4 must say the same"});
}

TEST_CASE("a service is a URL with a host, and nothing secret") {
  const auto with = [](const std::string& url) {
    return echo + "agree = 1\nservices = [\"" + url + "\"]\n";
  };
  const std::string at = "8:13: services ";
  const std::string odd = " has white space, a control character or one outside ASCII";
  check({
      {with(""), at + "wants a URL such as \"https://ip.example.com/\", not \"\""},
      {with("ftp://a"), at + "wants a URL such as \"https://ip.example.com/\", not \"ftp://a\""},
      {with("a.example"),
       at + "wants a URL such as \"https://ip.example.com/\", not \"a.example\""},
      {with("https://u:secret@a.example/"),
       at + "has a URL with a user or a password in it; an echo needs none"},
      {with("https://u@a.example"),
       at + "has a URL with a user or a password in it; an echo needs none"},
      {with("https://a.example/ x"), at + "\"https://a.example/ x\"" + odd},
      {with("https://a.example/\\u0007"), at + "\"https://a.example/\\x07\"" + odd},
      {with("https://"), at + "\"https://\" names the host \"\", which is empty"},
      {with("https:///ip"), at + "\"https:///ip\" names the host \"\", which is empty"},
      {with("https://a:0/"),
       at + "\"https://a:0/\" names the host \"a:0\", which has a port that is no number from 1 to "
            "65535"},
      {with("https://1.2.3/"),
       at + "\"https://1.2.3/\" names the host \"1.2.3\", which is neither an address nor a host "
            "name"},
      {with("https://2001:db8::1/"),
       at + "\"https://2001:db8::1/\" names the host \"2001:db8::1\", which needs brackets around "
            "an IPv6 address"},
      {with("https://a.example/" + std::string(495, 'x')),
       at + "has a URL of more than 512 characters"},
  });
  CHECK(read(with("https://a.example/" + std::string(494, 'x'))).services.size() == 1);
}

TEST_CASE("services are an array of texts and tables") {
  const auto with = [](const std::string& list) { return echo + "agree = 1\nservices = " + list; };
  check({
      {with("\"https://a.example\"\n"),
       "8:12: services is a string; it wants an array such as [\"https://ip.example.com/\"]"},
      {with("[\"https://a.example\", 1]\n"),
       "8:34: services is an integer; it wants a URL such as \"https://ip.example.com/\""},
      {with("[{ json = \"ip\" }]\n"), "8:13: a service of [echo] lacks \"url\""},
      {with("[{ url = \"https://a.example\", jsno = \"ip\" }]\n"),
       "8:42: unknown key \"jsno\" in a service of [echo]; did you mean \"json\"? Allowed: url, "
       "json, family"},
      {with("[{ url = \"https://a.example\", family = \"ip4\" }]\n"),
       "8:51: family has no choice \"ip4\"; did you mean \"ipv4\"? Choices: ipv4, ipv6"},
      {with("[{ url = \"https://a.example\", json = \"\" }]\n"),
       "8:49: json \"\" is no name of 1 to 64 characters"},
      {with("[{ url = \"https://a.example\", json = 1 }]\n"),
       "8:49: json is an integer; it wants the member of a JSON object such as \"ip\""},
      {with("[\"https://a.example\", \"https://A.example/\"]\n"),
       "8:34: services has \"https://A.example/\" twice"},
      {with("[\"https://a.example/x\", { url = \"https://a.example/x\", json = \"ip\" }]\n"),
       "8:44: services has \"https://a.example/x\" twice"},
  });
  std::string many = "[";
  for (int i = 0; i < 33; ++i) many += "\"https://a" + std::to_string(i) + ".example\", ";
  check({{with(many + "]\n"), "8:12: services has more than 32 services"}});
}

TEST_CASE("a service that is asked in the clear is warned of") {
  const auto settings =
      test::parse(echo + "services = [\"http://checkip.example/\", \"https://a.example\"]\n");
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings ==
        std::vector<std::string>{
            "nsfollow.toml:7:13: \"http://checkip.example/\" is asked without TLS: anybody on the "
            "way to it can forge the answer"});
}

}  // namespace
}  // namespace nsfollow::settings
