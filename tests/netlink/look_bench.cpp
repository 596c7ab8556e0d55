// SPDX-License-Identifier: MIT
// How long a look takes.  Hidden: test_netlink '[bench]'
#include <algorithm>
#include <chrono>
#include <vector>
#include "netlink/ear.h"
#include "netlink/wire.h"
#include "support/catch.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

TEST_CASE("a look at few and at many addresses", "[.][bench]") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ip("route add default via 5.6.7.1"));
  const int addresses = GENERATE(0, 4000);
  REQUIRE(ip_batch(many_addresses("add", addresses)));
  uv::Loop loop;
  int answers = 0;
  auto watcher = std::move(*netlink::Watcher::open(loop, [&](core::Event event) {
    if (std::holds_alternative<core::KernelSeen>(event)) ++answers;
  }));
  std::vector<Duration> took;
  const int rounds = addresses == 0 ? 2000 : 200;
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    watcher->look();
    while (answers <= i) loop.run_once();
    took.push_back(Clock::now() - start);
  }
  std::ranges::sort(took);
  const auto us = [&](std::size_t at) {
    return std::chrono::duration<double, std::micro>(took[at]).count();
  };
  WARN(addresses << " more addresses: median " << us(took.size() / 2) << " us, 95 % "
                 << us(took.size() * 95 / 100) << " us");
}
