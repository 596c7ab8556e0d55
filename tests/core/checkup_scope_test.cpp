// SPDX-License-Identifier: MIT
// How far a checkup goes, and how long it takes.
#include "core/checkup_findings.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;

TEST_CASE("a dead server is told within seconds, and keeps no other waiting", "[checkup]") {
  auto w = healthy();
  w.policy.zones[0].servers = {{"ns1.example.com"}, {"ns2.example.com"}};
  w.servers["ns2.example.com"].is_dead = true;
  const auto begin = w.now;
  CHECK(fault(w, 5) == "does not answer\n");
  CHECK(w.now - begin < 6s);
}

TEST_CASE("an examination that never ends is given up", "[checkup]") {
  CheckupWorld w = healthy();
  w.servers["ns1.example.com"].is_dead = true;
  Checkup checkup{w.policy, {{"d.example.com", {name("host1"), {}}}}, w.machine};
  (void)checkup.start(w.now);
  (void)checkup.on(KernelSeen{}, w.now);
  CHECK_FALSE(checkup.is_over());
  REQUIRE(checkup.next_wakeup());
  const auto end = *checkup.next_wakeup();
  CHECK(end - w.now <= 30s);
  const auto actions = checkup.tick(end);
  CHECK(std::ranges::any_of(actions,
                            [](const Action& a) { return std::holds_alternative<Abandon>(a); }));
  CHECK(checkup.is_over());
  CHECK(checkup.report().exit_code() == 5);
}

TEST_CASE("a name server that never answers is given up as well", "[checkup]") {
  auto w = healthy();
  auto& server = w.servers["ns1.example.com"];
  server.records[{name("d.example.com"), RrType::ns}].records.insert(
      *parse_rdata(RrType::ns, "ns2.example.com"));
  w.lost = "ns2.example.com";
  const auto begin = w.now;
  const auto report = w.check();
  CHECK(w.now - begin <= 30s);
  CHECK(report.exit_code() == 0);
  CHECK_THAT(all_of(report), ContainsSubstring("ns2.example.com has not answered in time"));
}

TEST_CASE("secondaries that are behind, lame or dead are warnings", "[checkup]") {
  auto w = healthy();
  auto& ns = w.servers["ns1.example.com"].records[{name("d.example.com"), RrType::ns}];
  for (const auto* host : {"ns2.example.com", "ns3.example.com", "ns4.example.com",
                           "ns5.example.com", "ns6.example.com"})
    ns.records.insert(*parse_rdata(RrType::ns, host));
  w.servers["ns2.example.com"].serial = 4;
  w.servers["ns3.example.com"].is_dead = true;
  w.servers["ns4.example.com"].zone = name("example.net");
  w.servers["ns5.example.com"].serial = 9;
  for (auto& [host, s] : w.servers) s.address = "192.0.2." + host.substr(2, 1);
  const auto report = w.check();
  CHECK(report.exit_code() == 0);
  const auto text = all_of(report);
  const auto says = [&](const std::string& part) { CHECK_THAT(text, ContainsSubstring(part)); };
  says("ns1.example.com serves serial 7 (192.0.2.1)");
  says(
      "warning name-server: ns2.example.com is behind (192.0.2.2): it has serial 4, and the "
      "primary 7");
  says("ns3.example.com does not answer (192.0.2.3)");
  says("ns4.example.com does not serve the zone (192.0.2.4)");
  says("ns5.example.com is ahead (192.0.2.5): it has serial 9, and this server 7");
  says("ns6.example.com has no address that could be found");
}

TEST_CASE("serials are compared around their end", "[checkup]") {
  auto w = healthy();
  auto& s = w.servers["ns1.example.com"];
  s.serial = 2;
  s.records[{name("d.example.com"), RrType::ns}].records.insert(
      *parse_rdata(RrType::ns, "ns2.example.com"));
  w.servers["ns2.example.com"].serial = 0xfffffffe;
  CHECK_THAT(all_of(w.check()), ContainsSubstring("ns2.example.com is behind"));
}

TEST_CASE("PTR records are tried where their zone is, configured or found", "[checkup]") {
  auto w = healthy();
  w.policy.hosts[0].reverse = true;
  SECTION("configured") {
    auto zone = w.policy.zones[0];
    zone.name = name("2.0.192.in-addr.arpa");
    zone.servers = {{"ns2.example.com"}};
    w.policy.zones.push_back(zone);
    w.servers["ns2.example.com"].zone = zone.name;
  }
  SECTION("found at the host's own server") {
    w.servers["ns1.example.com"].second_zone = name("0.192.in-addr.arpa");
  }
  const auto report = w.check();
  CHECK(report.servers.size() == 2);
  CHECK_THAT(all_of(report), ContainsSubstring("7.2.0.192.in-addr.arpa PTR may be changed"));
}

TEST_CASE("a PTR record that nobody has a zone for is told", "[checkup]") {
  auto w = healthy();
  w.policy.hosts[0].reverse = true;
  CHECK_THAT(all_of(w.check()), ContainsSubstring("7.2.0.192.in-addr.arpa PTR has no zone at "
                                                  "this server, and none in the configuration"));
}

TEST_CASE("where no server is configured, the primary is looked for", "[checkup]") {
  auto w = healthy();
  w.policy.zones[0].servers.clear();
  SECTION("and found") { CHECK(w.check().exit_code() == 0); }
  SECTION("and not found") {
    w.policy.zones[0].name = name("e.example.com");
    CHECK(fault(w, 5) == "its primary could not be found (no such domain)\n");
  }
}

TEST_CASE("a clock that nothing keeps is a warning", "[checkup]") {
  auto w = healthy();
  w.machine.ntp = NtpState{false, 16s};
  const auto report = w.check();
  CHECK(report.exit_code() == 0);
  CHECK_THAT(all_of(report), ContainsSubstring("warning clock: nothing keeps this clock"));
}

TEST_CASE("a thousand records are tried in a few exchanges", "[checkup]") {
  auto w = healthy();
  for (int i = 2; i < 1000; ++i) {
    auto another = w.policy.hosts[0];
    another.name = name("host" + std::to_string(i) + ".d.example.com");
    w.policy.hosts.push_back(std::move(another));
  }
  const auto report = w.check();
  CHECK(report.exit_code() == 0);
  CHECK(report.servers[0].findings.size() > 1998);
  CHECK(w.exchanges < 20);
}
