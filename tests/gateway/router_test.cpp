// SPDX-License-Identifier: MIT
// The client and a real router's daemon, which speaks both protocols.
#include <net/if.h>
#include "gateway/asker.h"
#include "gateway/miniupnpd.h"
#include "gateway/packets.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

bool has_router() { return Miniupnpd::is_installed() && enter_private_network(); }

core::GatewayTold ask(Asker& asker) {
  return asker.ask(Miniupnpd::lan_address, if_nametoindex("lan1"));
}

constexpr const char* swallow_nat_pmp =
    "nft add rule inet filter input udp dport 5351 udp length 10 drop";

}  // namespace

TEST_CASE("miniupnpd tells its address by NAT-PMP, and makes a new one known by itself") {
  if (!has_router()) return;
  const Miniupnpd router;
  Asker asker{{}};
  const auto told = ask(asker);
  CHECK(told.address == address("5.6.7.8"));
  CHECK(told.by == "192.168.50.1 (NAT-PMP)");
  CHECK(told.epoch);

  asker.pass(50ms);  // for what it announced when it began
  asker.stirs.clear();
  router.run("ip addr del 5.6.7.8/24 dev wan0; ip addr add 5.6.7.9/24 dev wan0");
  asker.wait([&] { return !asker.stirs.empty(); });
  CHECK(asker.stirs.front() == address("192.168.50.1"));
  // It may have spoken while it had no address.
  for (int tries = 0; tries < 20 && !ask(asker).address; ++tries) asker.pass(10ms);
  CHECK(ask(asker).address == address("5.6.7.9"));
}

TEST_CASE("miniupnpd tells its address by PCP, and keeps no mapping") {
  if (!has_router()) return;
  const Miniupnpd router;
  router.run(swallow_nat_pmp);
  Asker asker{{}};
  const auto told = ask(asker);
  CHECK(told.address == address("5.6.7.8"));
  CHECK(told.by == "192.168.50.1 (PCP)");
  CHECK(told.epoch);
  asker.wait([&] {
    const auto rules = router.output_of("nft list chain inet filter prerouting_miniupnpd");
    asker.pass(1ms);
    return rules.find("dnat") == std::string::npos;
  });
}

TEST_CASE("miniupnpd without an address says so, and without its tables maps nothing") {
  if (!has_router()) return;
  const Miniupnpd router;
  gateway::Timings timings;
  timings.first_pause = 50ms;
  timings.patience = 1500ms;
  Asker asker{timings};
  SECTION("no address") {
    router.run("ip addr flush dev wan0");
    CHECK(ask(asker).why_not == "it has no public address now: network failure");
  }
  SECTION("no tables") {
    router.run("nft flush ruleset");
    CHECK(ask(asker).address == address("5.6.7.8"));  // NAT-PMP needs none
    router.run(
        "nft add table inet other; nft add chain inet other input"
        " \"{ type filter hook input priority 0; }\";"
        " nft add rule inet other input udp dport 5351 udp length 10 drop");
    const auto told = ask(asker);
    CHECK_FALSE(told.address);
    CHECK(told.why_not == "it is out of resources");
  }
}
