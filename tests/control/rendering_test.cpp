// SPDX-License-Identifier: MIT
#include "control/rendering.h"
#include <sstream>
#include "control/sample.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::control;
using namespace std::chrono_literals;
using nsfollow::test::ContainsSubstring;
using test::sad_status;
using test::sample_name;
using test::sample_status;

TEST_CASE("people read what is right, since when, and what comes next") {
  CHECK(to_text(sample_status(), false) ==
        "watching for 3 h: all is right\n"
        "\n"
        "host1.d.example.com A  right, changed 2 h ago\n"
        "  5.6.7.8 (TTL 60 s)\n"
        "\n"
        "zone d.example.com at ns1.example.com:5353  right\n"
        "  answered 3 min ago; next look in 90 s\n"
        "\n"
        "asked besides the kernel\n"
        "  gateway for IPv4 behind wan0: 5.6.7.8, says 192.168.1.1 (NAT-PMP)\n");
}

TEST_CASE("people read what is wrong, why, and what to do about it") {
  CHECK(to_text(sad_status(), false) ==
        "watching for 3 h: a name server refuses, and a person must mend it\n"
        "\n"
        "host1.d.example.com A  wrong, changed 2 h ago\n"
        "  wanted     5.6.7.8 (TTL 60 s)\n"
        "  published  5.6.7.9 (TTL 60 s)\n"
        "\n"
        "host1.d.example.com AAAA  not known\n"
        "  there is no address to publish\n"
        "\n"
        "zone d.example.com at ns1.example.com:5353  in trouble\n"
        "  could not confirm host1.d.example.com A: ns1.example.com:5353 says REFUSED: it\n"
        "    does not serve this zone, the zone is frozen, or the key has no right to\n"
        "    this name and type; look at update-policy or allow-update there\n"
        "    (\\x1b[2J\"\\n\\)\n"
        "  for 5 min, tried 12 times; a person must mend it\n"
        "  answered 3 min ago; next try in 90 s\n"
        "  this clock is 7 min ahead of the server's, whose time is used instead\n"
        "\n"
        "asked besides the kernel\n"
        "  /etc/nsfollow/\"x\"\\n: no answer (no)\n");
}

TEST_CASE("colour changes no letter, and nothing else is sent to a terminal") {
  for (const auto& status : {sample_status(), sad_status()}) {
    const auto coloured = to_text(status, true);
    CHECK_THAT(coloured, ContainsSubstring("\033[0m"));
    std::string plain;
    for (std::size_t i = 0; i < coloured.size(); ++i) {
      if (coloured[i] == '\033') i = coloured.find('m', i) + 1;
      if (i < coloured.size() && coloured[i] == '\033')
        --i;
      else
        plain += coloured[i];
    }
    CHECK(plain == to_text(status, false));
  }
}

TEST_CASE("a name is right, wrong, kept, or not known") {
  auto status = sample_status();
  auto& name = status.names[0];
  const auto says = [&](const char* what) {
    CHECK_THAT(to_text(status, false), ContainsSubstring(std::string{" A  "} + what + ", changed"));
  };
  says("right");
  name.published.reset();
  says("not confirmed");
  name.wanted.reset();
  says("not known");
  name.is_kept = true;
  says("kept");
}

TEST_CASE("the records of mirrors and views are told apart by their zones") {
  auto status = sample_status();
  CHECK_THAT(to_text(status, false), !ContainsSubstring("in zone"));
  status.names.push_back(sample_name());
  status.names[1].zone = "d.example.com@ns2";
  CHECK_THAT(to_text(status, false), ContainsSubstring("host1.d.example.com A in zone "
                                                       "d.example.com  right"));
  CHECK_THAT(to_text(status, false), ContainsSubstring("host1.d.example.com A in zone "
                                                       "d.example.com@ns2  right"));
}

TEST_CASE("programs read the same as JSON") {
  CHECK(to_json(sample_status()) ==
        R"({"health":0,"running_for_ms":10800000,"blind":false,"names":[)"
        R"({"name":"host1.d.example.com","type":"A","zone":"d.example.com","right":true,)"
        R"("wanted":{"ttl":60,"records":["5.6.7.8"]},)"
        R"("published":{"ttl":60,"records":["5.6.7.8"]},)"
        R"("kept":false,"changed_ms_ago":7200000,"remark":""}],"zones":[)"
        R"({"zone":"d.example.com","apex":"d.example.com","server":"ns1.example.com:5353",)"
        R"("right":true,"busy":false,"trouble":null,"answered_ms_ago":150000,)"
        R"("next_in_ms":90000,"clock_behind_s":null,"name_servers":[],)"
        R"("name_servers_unknown":"","hidden_primary":false}],"sources":[)"
        R"({"source":"gateway for IPv4 behind wan0","answer":"5.6.7.8",)"
        R"#("by":"192.168.1.1 (NAT-PMP)","why_not":""}]})#"
        "\n");
  const auto sad = to_json(sad_status());
  CHECK_THAT(sad, ContainsSubstring(R"("needs_a_person":true,"for_ms":300000,"failed_tries":12)"));
  CHECK_THAT(sad, ContainsSubstring(R"("clock_behind_s":-412)"));
  CHECK_THAT(sad, ContainsSubstring(R"("wanted":null,"published":null)"));
  CHECK(sad.find('\x1b') == std::string::npos);
  CHECK(sad.find('\n') == sad.size() - 1);
}

TEST_CASE("it is told which name servers serve the last change") {
  auto status = sample_status();
  auto& zone = status.zones[0];
  zone.name_servers = {{.server = {"ns1.example.com", 53},
                        .address = "192.0.2.1",
                        .serves = true,
                        .lag = 12ms,
                        .lacks = {}},
                       {.server = {"ns2.example.com", 53},
                        .address = "192.0.2.2",
                        .serves = true,
                        .lag = 1234ms,
                        .lacks = {}},
                       {.server = {"ns3.example.com", 53},
                        .address = {},
                        .serves = false,
                        .lag = {},
                        .lacks = "no answer in 3 s\x1b"}};
  SECTION("while one lags") {
    CHECK_THAT(
        to_text(status, false),
        ContainsSubstring("  name servers: 2 of 3 serve it (slowest ns2.example.com, 1.2 s)\n"
                          "  ns3.example.com: no answer in 3 s\\x1b\n"));
    zone.name_servers[2].is_given_up = true;
    CHECK_THAT(to_text(status, false), ContainsSubstring("\\x1b; not asked any more\n"));
    const auto json = to_json(status);
    CHECK_THAT(json, ContainsSubstring(R"({"server":"ns2.example.com","address":"192.0.2.2",)"
                                       R"("serves":true,"lag_ms":1234,"lacks":"",)"
                                       R"("given_up":false})"));
    CHECK_THAT(json, ContainsSubstring(R"("serves":false,"lag_ms":null)"));
    const auto prometheus = to_prometheus(status);
    CHECK_THAT(prometheus, ContainsSubstring(R"(name_server_serves{zone="d.example.com",)"
                                             R"(name_server="ns3.example.com"} 0)"));
    CHECK_THAT(prometheus, ContainsSubstring(R"(name_server_lag_seconds{zone="d.example.com",)"
                                             R"(name_server="ns2.example.com"} 1.234)"));
  }
  SECTION("of which the primary is none") {
    zone.has_hidden_primary = true;
    CHECK_THAT(to_text(status, false), ContainsSubstring("; the primary is\n    none of them\n"));
  }
  SECTION("or why they are not known") {
    zone.name_servers.clear();
    zone.name_servers_unknown = "ns1 does not tell them";
    CHECK_THAT(to_text(status, false), ContainsSubstring("  name servers: ns1 does not tell"));
  }
}

TEST_CASE("Prometheus reads samples, each below its help and type") {
  for (const auto& status : {sample_status(), sad_status()}) {
    std::istringstream lines{to_prometheus(status)};
    std::string line, metric;
    while (std::getline(lines, line)) {
      INFO(line);
      if (line.starts_with("# HELP ")) {
        metric = line.substr(7, line.find(' ', 7) - 7);
        REQUIRE(std::getline(lines, line));
        CHECK(line == "# TYPE " + metric + " gauge");
      } else {
        CHECK(line.starts_with(metric));
        CHECK((line[metric.size()] == ' ' || line[metric.size()] == '{'));
        CHECK(line.find_first_not_of("0123456789.-", line.rfind(' ') + 1) == std::string::npos);
      }
    }
  }
  const auto text = to_prometheus(sad_status());
  for (
      const std::string sample :
      {"nsfollow_up 1", "nsfollow_health 4", "nsfollow_blind 0",
       "nsfollow_running_seconds 10800.000",
       R"(nsfollow_name_right{name="host1.d.example.com",type="A",zone="d.example.com"} 0)",
       R"(nsfollow_name_known{name="host1.d.example.com",type="AAAA",zone="d.example.com"} 0)",
       R"(nsfollow_zone_right{zone="d.example.com",server="ns1.example.com:5353"} 0)",
       R"(nsfollow_zone_trouble_seconds{zone="d.example.com",server="ns1.example.com:5353"} 300.000)",
       R"(nsfollow_zone_failed_tries{zone="d.example.com",server="ns1.example.com:5353"} 12)",
       R"(nsfollow_last_answer_seconds{zone="d.example.com",server="ns1.example.com:5353"} 150.000)",
       R"(nsfollow_clock_behind_seconds{zone="d.example.com",server="ns1.example.com:5353"} -412.000)",
       R"(nsfollow_source_answers{source="/etc/nsfollow/\"x\"\n"} 0)"})
    CHECK_THAT(text, ContainsSubstring(sample + '\n'));
}

TEST_CASE("one name is shown with what concerns it") {
  auto status = sample_status();
  status.names.push_back(test::sample_name("host2.d.example.com"));
  status.names.push_back(test::sample_name("host3.e.example.com"));
  status.names.back().zone = "e.example.com";
  status.names.back().published.reset();
  const auto one = concerning(status, test::dns_name("host2.d.example.com"));
  REQUIRE(one);
  CHECK(one->names.size() == 1);
  CHECK(one->zones.size() == 1);
  CHECK(status.exit_code() == 5);
  CHECK(one->exit_code() == 0);
  CHECK(concerning(status, test::dns_name("host3.e.example.com"))->zones.empty());
  CHECK_FALSE(concerning(status, test::dns_name("host4.d.example.com")));
  CHECK(concerning(status, {})->names.size() == 3);
}

TEST_CASE("time alone changes no picture, and everything else does") {
  const auto before = picture_of(sample_status());
  auto status = sample_status();
  status.running_for += 1h;
  status.names[0].changed_ago = 5h;
  status.zones[0].answered_ago = 1s;
  status.zones[0].next_in.reset();
  status.zones[0].is_busy = true;
  CHECK(picture_of(status) == before);
  SECTION("an address") { status.names[0].wanted = test::addresses({"5.6.7.9"}); }
  SECTION("a trouble") { status.zones[0].trouble = "no answer"; }
  SECTION("a gateway's word") { status.sources[0].answer = "5.6.7.9"; }
  SECTION("the clock") { status.zones[0].clock_behind = 5s; }
  SECTION("the kernel") { status.is_blind = true; }
  CHECK(picture_of(status) != before);
}
