// SPDX-License-Identifier: MIT
// Names that the server does not tell of, because they lie in a zone that is delegated from the one
// that is followed.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

Policy with_hosts(std::initializer_list<const char*> others) {
  auto policy = one_host();
  policy.hosts[0].ipv6 = {};
  for (const auto* other : others) {
    policy.hosts.push_back(policy.hosts[0]);
    policy.hosts.back().name = name(other);
  }
  return policy;
}

struct Delegating : World {
  explicit Delegating(const Policy& policy, const std::string& away = "sub.d.example.com")
      : World{policy} {
    server.delegated = {name(away)};
    set_default_route(Family::ipv4, 2);
    add_address(2, "5.6.7.8");
  }
};

}  // namespace

TEST_CASE("a zone that was not served for a moment is followed soon, whatever it holds") {
  auto policy = with_hosts({});
  const int more = GENERATE(0, 1, 3, 5);
  for (int i = 0; i < more; ++i) {
    policy.hosts.push_back(policy.hosts[0]);
    policy.hosts.back().name = name("host" + std::to_string(i + 2) + ".d.example.com");
  }
  Delegating w{policy, "d.example.com"};
  w.server.refusal = Outcome::not_authoritative;
  w.start();
  w.pass(10s);
  w.server.refusal = Outcome::done;
  w.server.delegated.clear();
  CHECK(w.pass_until([&] { return w.engine().is_right(); }, 1min));
}

TEST_CASE("each name that is delegated away is told of once") {
  Delegating w{with_hosts({"a.sub.d.example.com", "b.sub.d.example.com"})};
  w.start();
  w.pass(2h);
  CHECK(w.count_said("could not confirm a.sub.d.example.com A") == 1);
  CHECK(w.count_said("could not confirm b.sub.d.example.com A") == 1);
}

TEST_CASE("a delegated name is asked for again when that was announced") {
  auto policy = with_hosts({"a.sub.d.example.com"});
  policy.zones[0].verify = 2h;
  Delegating w{policy};
  w.start();
  w.pass(10min);
  w.server.delegated.clear();
  CHECK(w.pass_until([&] { return w.engine().is_right(); }, 11min));
}

TEST_CASE("a refused name that is delegated away afterwards does not keep the engine awake") {
  Delegating w{with_hosts({"a.sub.d.example.com"})};
  w.server.delegated.clear();
  w.server.refusal = Outcome::refused;
  w.start();
  w.pass(5s);
  w.server.delegated = {name("sub.d.example.com")};
  w.pass(4min);
  CHECK(w.violations.empty());
  CHECK(w.wakeups < 500);
}

TEST_CASE("a lease is renewed in time beside a name that is delegated away") {
  auto policy = with_hosts({"a.sub.d.example.com"});
  policy.zones[0].lease = 30min;
  policy.zones[0].verify = 1h;
  Delegating w{policy};
  w.server.lease = 24h;
  w.start();
  w.pass(5h);
  CHECK(w.updates.size() >= 11);
}
