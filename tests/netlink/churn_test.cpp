// SPDX-License-Identifier: MIT
// Looking while the addresses will not keep still.
#include <unistd.h>
#include <algorithm>
#include <fstream>
#include <string>
#include "netlink/ear.h"
#include "netlink/wire.h"
#include "support/catch.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

[[maybe_unused]] long resident_kib() {
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

void check_plausible(const core::Seen& seen) {
  REQUIRE(address_of(seen, "wan0", "5.6.7.8"));
  REQUIRE(address_of(seen, "peer0", "5.6.8.8"));
  const auto& all = named(seen, "wan0")->addresses;
  REQUIRE(all.size() <= 2000 + 2);
  // Sorted and without doubles.
  REQUIRE(std::ranges::adjacent_find(all, std::ranges::greater_equal{},
                                     &core::SeenAddress::address) == all.end());
}

}  // namespace

TEST_CASE("while hundreds of addresses come and go every picture is whole") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ip("addr add 5.6.8.8/24 dev peer0"));
  Ear ear;
  REQUIRE(ip_batch(many_addresses("add", 2000)));
  std::string churn;
  for (int round = 0; round < 5; ++round) {
    churn += many_addresses("del", 500) + many_addresses("add", 500);
  }
  [[maybe_unused]] long before = 0;
  {
    IpInBackground ip(churn);
    while (ip.is_running()) {
      const auto answers = ear.pictures + ear.refusals;
      ear.watcher().look();
      REQUIRE(ear.wait_until([&] { return ear.pictures + ear.refusals > answers; }));
      if (ear.seen) check_plausible(*ear.seen);
      if (before == 0) before = resident_kib();
    }
  }
#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
  CHECK(resident_kib() - before < 2048);
#endif
  ear.why_not.clear();  // under load every look at such a flood may be refused
  CHECK(named(ear.look(), "wan0")->addresses.size() >= 2001);
  WARN(ear.pictures << " pictures, " << ear.watcher().interrupted_looks() << " thrown away, "
                    << ear.refusals << " refusals");
}
