// SPDX-License-Identifier: MIT
// Each fault has a sentence that names it, and nothing is changed on the way.
#include "core/checkup_findings.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;

TEST_CASE("where all is well every point says so", "[checkup]") {
  auto w = healthy();
  const auto report = w.check();
  CHECK(report.exit_code() == 0);
  REQUIRE(report.servers.size() == 1);
  const auto& server = report.servers[0];
  CHECK(server.address == "192.0.2.53");
  CHECK(server.carrier == Carrier::udp);
  CHECK(server.took == 3ms);
  CHECK(server.serial == 7U);
  CHECK(server.clock_behind == 0s);
  CHECK(all_of(report) ==
        "ok clock: NTP keeps this clock (error at most 12 ms)\n"
        "ok server: answers over UDP in 3 ms\n"
        "ok key: key host1 (hmac-sha256) and its secret are right\n"
        "ok zone: has the zone, with serial 7, and names ns1.example.com as its primary\n"
        "ok clock: this clock agrees with the server's\n"
        "ok update: takes updates with this key\n"
        "ok record: host1.d.example.com A may be changed; it is not there yet\n"
        "ok record: host1.d.example.com AAAA may be changed; what it should be is not known now\n"
        "ok name-server: ns1.example.com serves serial 7 (192.0.2.53)\n");
  CHECK(w.changed.empty());
}

TEST_CASE("what is there is told beside what will be", "[checkup]") {
  auto w = healthy();
  auto& held = w.servers["ns1.example.com"].records[{name("host1.d.example.com"), RrType::a}];
  const auto rdata = [](const char* address) { return rdata_of(*IpAddress::parse(address)); };
  SECTION("the same") {
    held = {300s, {rdata("192.0.2.7")}};
    CHECK_THAT(all_of(w.check()), ContainsSubstring("A may be changed, and holds 192.0.2.7\n"));
  }
  SECTION("another TTL") {
    held = {60s, {rdata("192.0.2.7")}};
    CHECK_THAT(all_of(w.check()), ContainsSubstring("; its TTL is 60 s and will be 300 s\n"));
  }
  SECTION("another address") {
    held = {60s, {rdata("192.0.2.3")}};
    CHECK_THAT(all_of(w.check()), ContainsSubstring("; it holds 192.0.2.3, TTL 60 s, and will "
                                                    "hold 192.0.2.7, TTL 300 s\n"));
  }
  SECTION("others beside ours") {
    w.policy.hosts[0].shared = true;
    held = {300s, {rdata("192.0.2.3"), rdata("192.0.2.7")}};
    CHECK_THAT(all_of(w.check()),
               ContainsSubstring("A may be changed, and holds 192.0.2.3, 192.0.2.7\n"));
  }
}

TEST_CASE("a wrong key is told from a wrong secret and a wrong algorithm", "[checkup]") {
  auto w = healthy();
  auto& s = w.servers["ns1.example.com"];
  s.manners = GENERATE(Manners::bind, Manners::knot);
  SECTION("the name") {
    s.knows_key = false;
    CHECK(fault(w) ==
          "BADKEY: the server knows no key of the name host1, or (Knot) no acl of the "
          "zone names it\n");
  }
  SECTION("the secret") {
    s.knows_secret = false;
    CHECK(fault(w) == "BADSIG: the secret of key host1 (hmac-sha256) differs from the server's\n");
  }
  SECTION("the algorithm") {
    s.algorithm = TsigAlgorithm::hmac_sha512;
    CHECK(fault(w) ==
          "the server has the key host1 with the algorithm hmac-sha512, not hmac-sha256\n");
  }
  SECTION("the algorithm and the secret") {
    s.algorithm = TsigAlgorithm::hmac_sha512;
    s.knows_secret = false;
    CHECK_THAT(fault(w), ContainsSubstring("with the algorithm hmac-sha512"));
  }
}

TEST_CASE("a server that signs no refusal is asked until key and clock are told apart",
          "[checkup]") {
  auto w = healthy();
  auto& s = w.servers["ns1.example.com"];
  s.manners = Manners::powerdns;
  SECTION("all is well") {
    const auto report = w.check();
    CHECK(report.exit_code() == 0);
    CHECK(report.servers[0].clock_margin <= 16s);
    CHECK(report.servers[0].clock_margin > 1s);  // it does not tell
    CHECK(w.exchanges < 25);
  }
  SECTION("the key") {
    s.knows_key = false;
    CHECK_THAT(fault(w),
               ContainsSubstring("does not sign why: its name, algorithm or secret is "
                                 "wrong, or the server's clock is off by more than 18 h"));
  }
  SECTION("the algorithm") {
    s.algorithm = TsigAlgorithm::hmac_sha1;
    CHECK_THAT(fault(w), ContainsSubstring("with the algorithm hmac-sha1"));
  }
  SECTION("the clock") {
    s.clock_ahead = GENERATE(400s, -400s, 7200s, -60000s);
    const auto report = w.check();
    CHECK(report.exit_code() == 0);  // the watcher knows a way
    REQUIRE(report.servers[0].clock_behind);
    CHECK(std::chrono::abs(*report.servers[0].clock_behind - s.clock_ahead) <= 16s);
    CHECK_THAT(all_of(report), ContainsSubstring("warning clock: this clock is "));
    CHECK_THAT(all_of(report), ContainsSubstring("host1.d.example.com A may be changed"));
    CHECK(w.exchanges < 40);
  }
  SECTION("a clock that nobody has set") {
    s.clock_ahead = std::chrono::hours{24 * 365 * 56};
    w.machine = {NtpState{false, 16s}, WallTime{std::chrono::hours{24}}};
    CHECK_THAT(fault(w), ContainsSubstring("this clock is wrong by years"));
  }
  SECTION("it may be either") {
    s.clock_ahead = 100000s;
    w.machine.ntp = NtpState{false, 16s};
    CHECK_THAT(fault(w), ContainsSubstring("this clock is off by more than 18 h"));
  }
  SECTION("the zone") {
    s.zone = name("example.net");
    s.knows_key = false;
    CHECK_THAT(fault(w), ContainsSubstring("the server does not have the zone d.example.com"));
    CHECK(w.exchanges <= 3);  // nothing else has to be asked
  }
  CHECK(w.changed.empty());
}

TEST_CASE("the server's time is used where it is told", "[checkup]") {
  auto w = healthy();
  auto& s = w.servers["ns1.example.com"];
  s.manners = GENERATE(Manners::bind, Manners::knot);
  SECTION("far off") {
    s.clock_ahead = GENERATE(400s, -400s, 315360000s, 1795000000s);
    const auto report = w.check();
    CHECK(report.exit_code() == 0);
    CHECK(report.servers[0].clock_behind == s.clock_ahead);
    CHECK(report.servers[0].clock_margin <= 1s);
    CHECK_THAT(all_of(report), ContainsSubstring("the watcher signs with the server's time"));
    CHECK_THAT(all_of(report), ContainsSubstring("host1.d.example.com A may be changed"));
  }
  SECTION("a little") {
    s.clock_ahead = -12s;
    CHECK_THAT(all_of(w.check()), ContainsSubstring("ok clock: this clock is 12 s ahead of"));
  }
  SECTION("more than is good") {
    s.clock_ahead = 200s;
    CHECK_THAT(all_of(w.check()), ContainsSubstring("warning clock: this clock is 200 s behind"));
  }
}

TEST_CASE("a zone that is none is told with the one that it lies in", "[checkup]") {
  auto w = healthy();
  w.servers["ns1.example.com"].zone = name("example.com");
  CHECK(fault(w) == "d.example.com is no zone: at this server it lies in example.com\n");
}

TEST_CASE("a right that is missing is told: to the zone, to the name, to the type", "[checkup]") {
  auto w = healthy();
  auto& s = w.servers["ns1.example.com"];
  s.manners = GENERATE(Manners::bind, Manners::knot);
  const auto owner = name("host1.d.example.com");
  SECTION("the zone") {
    s.has_right = false;
    const auto text = fault(w);
    if (s.manners == Manners::knot)
      CHECK(text == "the server knows the key host1, and gives it no right to update the zone\n");
    else
      CHECK_THAT(text, ContainsSubstring("or the key host1 may not update it"));
  }
  SECTION("the name") {
    s.forbidden = {{owner, RrType::a}, {owner, RrType::aaaa}, {owner, RrType::txt}};
    CHECK(fault(w) ==
          "host1.d.example.com A may not be changed: the key has no right to this name\n"
          "host1.d.example.com AAAA may not be changed: the key has no right to this name\n");
  }
  SECTION("the type, of two") {
    s.forbidden = {{owner, RrType::aaaa}};
    CHECK(fault(w) ==
          "host1.d.example.com AAAA may not be changed: the key has no right to the "
          "type AAAA at this name, only to others (A)\n");
  }
  SECTION("the types that are wanted") {
    s.forbidden = {{owner, RrType::a}, {owner, RrType::aaaa}};
    CHECK_THAT(fault(w), ContainsSubstring("the type AAAA at this name, only to others (TXT)"));
  }
  SECTION("frozen") {
    s.is_frozen = true;
    const auto text = fault(w);
    CHECK_THAT(text, ContainsSubstring("the zone is frozen"));
    CHECK_THAT(text, !ContainsSubstring("probably"));
  }
  SECTION("a secondary") {
    s.is_frozen = true;  // it refuses all the same
    s.primary = name("ns0.example.com");
    w.servers["ns0.example.com"].address = "192.0.2.1";
    CHECK_THAT(fault(w), ContainsSubstring("probably a secondary, since the SOA names "
                                           "ns0.example.com (192.0.2.1)"));
  }
}

TEST_CASE("what stands in the way of a name is named", "[checkup]") {
  auto w = healthy();
  auto& s = w.servers["ns1.example.com"];
  const auto target = *parse_rdata(RrType::cname, "elsewhere.example.net");
  SECTION("a CNAME") {
    s.records[{name("host1.d.example.com"), RrType::cname}] = {300s, {target}};
    CHECK_THAT(fault(w), ContainsSubstring("host1.d.example.com A cannot be: a CNAME is in"));
  }
  SECTION("a DNAME above") {
    s.records[{name("d.example.com"), RrType{39}}] = {300s, {target}};
    CHECK_THAT(fault(w), ContainsSubstring("all names below d.example.com are moved elsewhere"));
  }
  SECTION("a zone cut") {
    auto other = w.policy.hosts[0];
    other.name = name("x.sub.d.example.com");
    w.policy.hosts.push_back(other);
    s.delegated = {name("sub.d.example.com")};
    const auto text = fault(w);
    CHECK_THAT(text, ContainsSubstring("x.sub.d.example.com A is not in this zone"));
    CHECK_THAT(text, !ContainsSubstring("host1.d.example.com"));
  }
}

TEST_CASE("a name outside of the zone is told", "[checkup]") {
  auto w = healthy();
  w.policy.hosts[0].name = name("host1.example.net");
  w.servers["ns1.example.com"].second_zone = name("example.net");
  CHECK(fault(w) ==
        "host1.example.net A NOTZONE: the name lies outside of the zone\n"
        "host1.example.net AAAA NOTZONE: the name lies outside of the zone\n");
}

TEST_CASE("a server that reads no prerequisites is found out", "[checkup]") {
  auto w = healthy();
  w.servers["ns1.example.com"].reads_prerequisites = false;
  CHECK_THAT(fault(w), ContainsSubstring("does not read the prerequisites"));
}
