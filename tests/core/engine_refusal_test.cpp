// SPDX-License-Identifier: MIT
// One thing that the server forbids must not keep the rest from following.
#include "core/calm_world.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

using Texts = std::set<std::string>;
constexpr auto host1 = "host1.d.example.com";

World world_with_forbidden_text() {
  auto policy = one_host();
  Record record{.name = name(host1), .type = RrType::txt, .zone = "d.example.com", .values = {}};
  record.values.emplace_back(Rdata{"\5hello"});
  policy.records.push_back(std::move(record));
  return World{policy};
}

}  // namespace

TEST_CASE("a forbidden record does not keep the addresses from following", "[refusal]") {
  auto w = world_with_forbidden_text();
  w.server.forbidden = {RrType::txt};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{"5.6.7.8"}; }, 2s));
  w.pass(30min);
  CHECK(w.count_said("could not confirm host1.d.example.com TXT") == 1);
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{"5.6.7.9"}; }, 1s));
  w.server.forbidden.clear();
  CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::txt) == Texts{"\"hello\""}; }, 11min));
  CHECK(w.violations.empty());
}

TEST_CASE("what is refused alone is tried again slowly", "[refusal]") {
  auto w = world_with_forbidden_text();
  w.server.forbidden = {RrType::txt};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(2h);
  const auto before = w.updates.size();
  w.pass(1h);
  CHECK(w.updates.size() - before <= 13);
  CHECK(w.updates.size() - before >= 4);
}

TEST_CASE("a server that refuses everything is not asked for each name in turn", "[refusal]") {
  auto policy = one_host();
  for (int i = 2; i < 100; ++i) {
    auto another = policy.hosts.front();
    another.name = name("host" + std::to_string(i) + ".d.example.com");
    policy.hosts.push_back(std::move(another));
  }
  World w{policy};
  w.server.refusal = Outcome::refused;
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(25s);
  CHECK(w.updates.size() <= 4);
  w.pass(1h);
  CHECK(w.updates.size() <= 40);
  w.server.refusal = Outcome::done;
  CHECK(w.pass_until(
      [&] { return w.in_dns("host99.d.example.com", RrType::a) == Texts{"5.6.7.8"}; }, 30min));
}

TEST_CASE("a record that is refused for ever does not make each outage a long one", "[refusal]") {
  auto w = world_with_forbidden_text();
  w.server.forbidden = {RrType::txt};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(10min);
  const auto outage = [&w](const std::string& before, const std::string& after) {
    w.path.black = true;
    replace_address(w, before, after);
    w.pass(20s);
    w.path.black = false;
    CHECK(w.pass_until([&] { return w.in_dns(host1, RrType::a) == Texts{after}; }, 7s));
  };
  outage("5.6.7.8", "5.6.7.9");
  w.pass(5h);
  outage("5.6.7.9", "5.6.7.10");
  CHECK(w.count_said("could not confirm host1.d.example.com A: ns1 did not answer") == 2);
}

TEST_CASE("a name that is delegated away does not keep the others from following", "[refusal]") {
  auto policy = one_host();
  policy.hosts[0].ipv6 = {};
  for (const auto* other : {"a.sub.d.example.com", "b.sub.d.example.com", "z.d.example.com"}) {
    policy.hosts.push_back(policy.hosts[0]);
    policy.hosts.back().name = name(other);
  }
  World w{policy};
  w.server.delegated = {name("sub.d.example.com")};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  const auto follow = [&w](const std::string& address) {
    return w.in_dns(host1, RrType::a) == Texts{address} &&
           w.in_dns("z.d.example.com", RrType::a) == Texts{address};
  };
  CHECK(w.pass_until([&] { return follow("5.6.7.8"); }, 1s));
  CHECK(w.count_said("could not confirm a.sub.d.example.com A") == 1);
  w.pass(1h);
  CHECK(w.looks < 100);
  CHECK_FALSE(w.engine().is_right());
  replace_address(w, "5.6.7.8", "5.6.7.9");
  CHECK(w.pass_until([&] { return follow("5.6.7.9"); }, 1s));
  CHECK(w.in_dns("a.sub.d.example.com", RrType::a).empty());
  w.server.delegated.clear();
  CHECK(w.pass_until([&] { return w.engine().is_right(); }, 16min));
  CHECK(w.in_dns("a.sub.d.example.com", RrType::a) == Texts{"5.6.7.9"});
  CHECK(w.violations.empty());
}

TEST_CASE("a server that does not have the zone is not asked for each name in turn", "[refusal]") {
  auto policy = one_host();
  for (int i = 2; i < 100; ++i) {
    policy.hosts.push_back(policy.hosts[0]);
    policy.hosts.back().name = name("host" + std::to_string(i) + ".d.example.com");
  }
  World w{policy};
  w.server.delegated = {name("d.example.com")};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  w.pass(1min);
  CHECK(w.looks <= 8);
  w.pass(1h);
  CHECK(w.looks <= 30);
  w.server.delegated.clear();
  CHECK(w.pass_until([&] { return w.engine().is_right(); }, 25min));
}
