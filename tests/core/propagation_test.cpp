// SPDX-License-Identifier: MIT
// When every name server of a zone shows what the primary has confirmed.
#include "core/propagation.h"
#include <algorithm>
#include <utility>
#include "core/named_server.h"
#include "core/status.h"
#include "support/catch.h"
#include "support/world.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;

namespace {

const Server ns2{"ns2", 53}, ns3{"ns3", 53};

// A machine whose zone is served by its primary, ns1, and two that copy it.
struct Copied : World {
  explicit Copied(Duration lag2 = 0s, Duration lag3 = 0s) : World{one_host()} {
    follows_name_servers = true;
    secondaries = {{ns2, {.up = true, .lag = lag2}}, {ns3, {.up = true, .lag = lag3}}};
    add_address(2, "5.6.7.8");
    set_default_route(Family::ipv4, 2);
  }
  const Propagation::Followed* followed() { return engine().propagation().of("d.example.com"); }
  const Propagation::NameServer& of(const Server& which) {
    const auto found =
        std::ranges::find(followed()->servers, which, &Propagation::NameServer::server);
    REQUIRE(found != followed()->servers.end());
    return *found;
  }
  bool is_everywhere() { return followed() != nullptr && followed()->is_everywhere(); }
  std::size_t asked(const Server& whom) {
    return static_cast<std::size_t>(
        std::ranges::count(name_servers_asked, whom,
                           [](const NameServerAsked& asked) { return asked.action.server; }));
  }
  void change(const std::string& from, const std::string& to) {
    remove_address(from);
    add_address(2, to);
  }
};

Rdata soa_rdata(std::uint32_t serial) {
  Rdata rdata{"\3ns1\0\1a\0", 8};
  for (int shift = 24; shift >= 0; shift -= 8) rdata += static_cast<char>(serial >> shift);
  return rdata + std::string(16, '\0');
}

}  // namespace

TEST_CASE("serials are compared around their circle") {
  CHECK(is_older(1, 2));
  CHECK_FALSE(is_older(2, 2));
  CHECK_FALSE(is_older(3, 2));
  CHECK(is_older(0xffffffff, 0));
  CHECK(is_older(0xfffffff0, 0x10));
  CHECK_FALSE(is_older(0, 0xffffffff));
  CHECK(is_older(0, 0x7fffffff));
  CHECK_FALSE(is_older(0, 0x80000000));  // RFC 1982 3.2 leaves it undefined
  CHECK_FALSE(is_older(0x80000000, 0));
}

TEST_CASE("a serial is read from the end of a SOA, and from nothing shorter") {
  CHECK(serial_in({1h, {soa_rdata(0xfffefdfc)}}) == 0xfffefdfc);
  CHECK_FALSE(serial_in({}));
  CHECK_FALSE(serial_in({1h, {std::string(19, 'x')}}));
}

TEST_CASE("a name server is a host name, never an address in disguise") {
  const auto server = [](std::string_view rdata) { return server_in(Rdata{rdata}); };
  using namespace std::string_view_literals;
  CHECK(server("\3ns1\2ex\0"sv) == Server{"ns1.ex", 53});
  CHECK_FALSE(server("\0"sv));
  CHECK_FALSE(server("\1*\2ex\0"sv));
  CHECK_FALSE(server("\00210\0010\0010\0011\0"sv));
  CHECK_FALSE(server("\4a b\n\0"sv));
  CHECK_FALSE(server("\3ns1"sv));
  CHECK(server_text(Rdata{"\2a\n\0", 4}).find('\n') == std::string::npos);
}

TEST_CASE("the lag of each name server is told after a change") {
  Copied world{0s, 3s};
  world.start();
  REQUIRE(world.pass_until([&] { return world.is_everywhere(); }, 30s));
  CHECK(world.followed()->is_change);
  CHECK(*world.followed()->lag(world.of({"ns1", 53})) < 100ms);
  CHECK(*world.followed()->lag(world.of(ns2)) < 100ms);
  const auto slowest = *world.followed()->lag(world.of(ns3));
  CHECK(slowest >= 3s);
  CHECK(slowest < 5s);
  CHECK(world.count_said("all 3 name servers of d.example.com serve it (after ") == 1);
}

TEST_CASE("a zone with one name server is everywhere when that serves it") {
  Copied world;
  world.secondaries.clear();
  world.start();
  REQUIRE(world.pass_until([&] { return world.is_everywhere(); }, 30s));
  CHECK(world.count_said("the only name server of d.example.com serves it (after ") == 1);
}

TEST_CASE("a change is asked for politely, and not any more when it is everywhere") {
  Copied world{0s, 3s};
  world.start();
  REQUIRE(world.pass_until([&] { return world.is_everywhere(); }, 30s));
  CHECK(world.asked(ns2) == 1);
  CHECK(world.asked(ns3) < 16);
  const auto before = world.name_servers_asked.size();
  world.pass(24h);
  CHECK(world.name_servers_asked.size() == before);
}

TEST_CASE("nobody is asked without a change, nor by an engine that was not told to") {
  Copied world;
  SECTION("no change") {
    world.start();
    world.pass(1min);
    world.stop();
    const auto before = world.name_servers_asked.size();
    world.start();
    world.pass(24h);
    CHECK(world.name_servers_asked.size() == before);
    CHECK(world.followed() == nullptr);
  }
  SECTION("not told to") {
    world.follows_name_servers = false;
    world.start();
    world.pass(1h);
    CHECK(world.updates.size() == 1);
    CHECK(world.name_servers_asked.empty());
  }
}

TEST_CASE("a name server that lags for ever is given up after an hour") {
  Copied world{0s, 100h};
  world.start();
  world.pass(59min);
  CHECK(world.of(ns3).lacks == "host1.d.example.com A is none there");
  CHECK_FALSE(world.followed()->is_over());
  world.pass(10min);
  CHECK(world.of(ns3).is_given_up);
  CHECK(world.followed()->is_over());
  CHECK_FALSE(world.is_everywhere());
  CHECK(world.asked(ns3) < 60);
  CHECK(world.count_said("ns3 does not show what has changed in d.example.com") == 1);
  const auto before = world.name_servers_asked.size();
  world.pass(24h);
  CHECK(world.name_servers_asked.size() == before);
}

TEST_CASE("a name server that is silent is given up within minutes, and tried at the next change") {
  Copied world;
  world.secondaries[ns3].up = false;
  world.start();
  world.pass(30min);
  CHECK(world.of(ns3).is_given_up);
  CHECK(world.of(ns3).lacks == "no answer in 3 s");
  CHECK(world.of(ns2).since);
  CHECK(world.asked(ns3) == 8);
  world.secondaries[ns3].up = true;
  world.change("5.6.7.8", "5.6.7.9");
  world.pass(1min);
  CHECK(world.is_everywhere());
}

TEST_CASE("the next change is asked for anew, and what has not arrived yet with it") {
  Copied world{0s, 10s};
  world.add_address(2, "2a00:1::8");
  world.set_default_route(Family::ipv6, 2);
  world.start();
  world.pass(1s);
  const auto first = world.followed()->changed_at;
  CHECK_FALSE(world.is_everywhere());
  world.change("5.6.7.8", "5.6.7.9");
  world.pass(1s);
  CHECK(world.followed()->changed_at > first);
  const auto& last = world.name_servers_asked.back().action.keys;
  CHECK(std::ranges::count(last, RrType::aaaa, &RrsetKey::type) == 1);
  CHECK(std::ranges::count(last, RrType::a, &RrsetKey::type) == 1);
  world.pass(1min);
  CHECK(world.is_everywhere());
  CHECK(*world.followed()->lag(world.of(ns3)) >= 10s);
  CHECK(*world.followed()->lag(world.of(ns3)) < 15s);
}

TEST_CASE("updates never wait for name servers") {
  Copied world{0s, 100h};
  world.secondaries[ns2].up = false;
  world.start();
  world.pass(1s);
  for (int i = 10; i < 20; ++i) {
    world.change(i == 10 ? "5.6.7.8" : "5.6.7." + std::to_string(i - 1),
                 "5.6.7." + std::to_string(i));
    const auto address = "5.6.7." + std::to_string(i);
    CHECK(world.pass_until(
        [&] { return world.in_dns("host1.d.example.com", RrType::a) == std::set{address}; }, 50ms));
    world.pass(20s);
  }
}

TEST_CASE("a primary that is none of the name servers is hidden, and one that is silent is not") {
  Copied world;
  SECTION("hidden") {
    world.is_hidden_primary = true;
    world.start();
    world.pass(1min);
    CHECK(world.followed()->servers.size() == 2);
    CHECK(world.followed()->has_hidden_primary());
    CHECK(world.is_everywhere());
  }
  SECTION("silent to those who do not sign") {
    world.start();
    REQUIRE(world.pass_until([&] { return !world.updates.empty(); }, 1s));
    world.server.up = false;
    world.pass(10s);
    CHECK(world.followed() == nullptr);  // nothing is confirmed yet
    world.server.up = true;
    world.pass(1min);
    CHECK_FALSE(world.followed()->has_hidden_primary());
  }
}

TEST_CASE("a zone with many name servers has thirteen of them asked") {
  Copied world;
  for (int i = 10; i < 40; ++i) world.secondaries[{"ns" + std::to_string(i), 53}] = {};
  world.start();
  world.pass(1min);
  CHECK(world.followed()->servers.size() == 13);
  CHECK(world.is_everywhere());
}

TEST_CASE("a status tells which name servers serve the change, and what the others lack") {
  Copied world{0s, 100h};
  world.start();
  world.pass(1min);
  const auto status = status_of(world.engine(), world.now(), WallTime{});
  REQUIRE(status.zones.size() == 1);
  const auto& servers = status.zones[0].name_servers;
  REQUIRE(servers.size() == 3);
  CHECK(servers[0].server == Server{"ns1", 53});
  CHECK(servers[0].serves);
  CHECK(servers[0].lag);
  CHECK_FALSE(servers[2].serves);
  CHECK_FALSE(servers[2].lag);
  CHECK(servers[2].lacks == "host1.d.example.com A is none there");
  CHECK(status.zones[0].name_servers_unknown.empty());
  CHECK(status.exit_code() == 0);  // the primary holds it
}

TEST_CASE("a name server that is silent now and then is not given up for it") {
  Copied world{0s, 100h};
  const auto until_asked = [&](std::size_t times) {
    REQUIRE(world.pass_until([&] { return world.asked(ns3) == times; }, 50min));
  };
  world.secondaries[ns3].up = false;
  world.start();
  until_asked(6);
  world.secondaries[ns3].up = true;
  until_asked(8);
  world.secondaries[ns3].up = false;
  until_asked(14);
  CHECK_FALSE(world.of(ns3).is_given_up);
}

namespace {

// The class alone, told what others would tell it.
struct Alone {
  Random random{1};
  ServerBook book{Recalled{}, TimePoint{}};
  ExchangeId last = 0;
  std::vector<Action> actions;
  Turn turn{TimePoint{1h}, random, book, last, actions};
  Propagation propagation;
  const DnsName apex = name("d.example.com");
  const RrsetKey key{name("host1.d.example.com"), RrType::a};
  const RrsetKey soa{apex, RrType::soa}, ns{apex, RrType::ns};
  const Rrset old{60s, {"\1\2\3\4"}};

  Alone() { propagation.set_mode(Propagation::Mode::changes); }
  void publish(const Rrset& to) {
    propagation.published(
        {.zone = "d", .key = key, .from = old, .to = to, .server = {"ns1", 53}, .serial = {}}, apex,
        turn);
    propagation.step(turn);
  }
  void tell(const RecordPicture& found) {
    const Reply done{.outcome = Outcome::done, .detail = {}, .peer = "192.0.2.1", .clock = {}};
    propagation.told({last, done, found}, turn);
    propagation.step(turn);
  }
  void tell_names() { tell({{soa, {1h, {soa_rdata(8)}}}, {ns, {1h, {Rdata{"\3ns2\0", 5}}}}}); }
  const Propagation::NameServer& ns2_of() { return propagation.of("d")->servers.at(0); }
};

}  // namespace

TEST_CASE("a withdrawn record is known by the serial, since a wildcard may stand for it") {
  Alone alone;
  alone.publish({});
  alone.tell_names();
  alone.tell({{alone.soa, {1h, {soa_rdata(7)}}}, {alone.key, alone.old}});
  CHECK(alone.ns2_of().lacks == "its serial is 7, the primary's 8");
  alone.turn.now += 10s;
  alone.propagation.step(alone.turn);
  alone.tell({{alone.soa, {1h, {soa_rdata(9)}}}, {alone.key, alone.old}});
  CHECK(alone.propagation.of("d")->is_everywhere());
}

TEST_CASE("what was asked about the change before is abandoned, and its answer is none") {
  Alone alone;
  alone.publish({60s, {"\1\2\3\5"}});
  alone.tell_names();
  const auto before = alone.last;
  alone.turn.now += 1s;
  alone.publish({60s, {"\1\2\3\6"}});
  CHECK(std::ranges::any_of(alone.actions, [&](const Action& action) {
    const auto* abandoned = std::get_if<Abandon>(&action);
    return abandoned != nullptr && abandoned->id == before;
  }));
  const auto now = std::exchange(alone.last, before);
  alone.tell({{alone.soa, {1h, {soa_rdata(9)}}}, {alone.key, {60s, {"\1\2\3\6"}}}});
  CHECK(alone.propagation.of("d")->servers.empty());
  alone.last = now;
  alone.tell_names();
  CHECK_FALSE(alone.ns2_of().since);
}

TEST_CASE("lags are told with the digits that matter") {
  CHECK(lag_text(0ms) == "0 ms");
  CHECK(lag_text(180ms) == "180 ms");
  CHECK(lag_text(1234ms) == "1.2 s");
  CHECK(lag_text(9999ms) == "9.9 s");
  CHECK(lag_text(12s) == "12 s");
  CHECK(lag_text(200s) == "3 min");
}
