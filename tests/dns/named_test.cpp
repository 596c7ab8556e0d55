// SPDX-License-Identifier: MIT
// The client against a real BIND.
#include "support/named.h"
#include "dns/caller.h"

using namespace nsfollow;
using namespace nsfollow::test;
using core::Outcome;
using core::TsigAlgorithm;

namespace {

core::Server at(const Named& named) { return {"127.0.0.1", named.port()}; }

Caller caller_of(const Named& named, TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256) {
  return Caller{Named::key(algorithm), at(named)};
}

core::ServerClock clock_at(std::chrono::seconds since_1970) {
  return {WallTime{since_1970}, Clock::now()};
}

}  // namespace

TEST_CASE("an update signed with any of the six algorithms lands and reads back") {
  if (!Named::is_installed()) return;
  const Named named;
  for (const auto algorithm : core::all_tsig_algorithms) {
    INFO(core::describe(algorithm));
    auto caller = caller_of(named, algorithm);
    const auto key = a_of("host" + std::to_string(static_cast<int>(algorithm)) + ".example.test");
    const auto reply = caller.update({{key, {}, rrset({"5.6.7.8"}, 77)}});
    INFO(reply.detail);
    CHECK(reply.outcome == Outcome::done);
    CHECK(reply.peer == "127.0.0.1");
    REQUIRE(reply.clock);
    CHECK(std::chrono::abs(reply.clock->server.time - wall_now()) <= std::chrono::seconds{2});
    CHECK(caller.read(key) == rrset({"5.6.7.8"}, 77));
    REQUIRE(caller.sources.size() == 2);
    CHECK(caller.sources[0].source == core::IpAddress::parse("127.0.0.1"));
  }
}

TEST_CASE("an update changes nothing where its guard does not hold") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = aaaa_of("host.example.test");
  const auto other = a_of("other.example.test");
  REQUIRE(caller.update({{key, {}, rrset({"2a00:1234::1"})}}).outcome == Outcome::done);

  const auto absent = caller.update({{key, {}, rrset({"2a00:1234::2"})}});
  CHECK(absent.outcome == Outcome::guard_failed);
  CHECK_THAT(absent.detail, ContainsSubstring("YXRRSET"));
  const auto changed = caller.update(
      {{key, rrset({"2a00:1234::9"}), rrset({"2a00:1234::2"})}, {other, {}, rrset({"5.6.7.8"})}});
  CHECK(changed.outcome == Outcome::guard_failed);
  CHECK_THAT(changed.detail, ContainsSubstring("NXRRSET"));
  CHECK(caller.read(key) == rrset({"2a00:1234::1"}));
  CHECK(caller.read(other).empty());
}

TEST_CASE("one update replaces, withdraws and adds, and leaves other types at the name alone") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto v4 = a_of("keeps.example.test");
  const auto v6 = aaaa_of("keeps.example.test");
  REQUIRE(caller.update({{v4, {}, rrset({"5.6.7.8", "5.6.7.9"})}}).outcome == Outcome::done);
  REQUIRE(caller
              .update({{v4, rrset({"5.6.7.8", "5.6.7.9"}), rrset({"5.6.7.9", "5.6.7.10"})},
                       {v6, {}, rrset({"2a00:1234::1"})}})
              .outcome == Outcome::done);
  CHECK(caller.read(v4) == rrset({"5.6.7.9", "5.6.7.10"}));
  REQUIRE(caller.update({{v4, rrset({"5.6.7.9", "5.6.7.10"}), {}}}).outcome == Outcome::done);
  CHECK(caller.read(v4).empty());
  CHECK(caller.read(v6) == rrset({"2a00:1234::1"}));

  const core::RrsetKey txt{name("keeps.example.test"), static_cast<core::RrType>(16)};
  CHECK(caller.read(txt).records == std::set<core::Rdata>{"\x06v=keep"});
}

TEST_CASE("a new TTL alone takes effect") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = a_of("host.example.test");
  REQUIRE(caller.update({{key, {}, rrset({"5.6.7.8"}, 300)}}).outcome == Outcome::done);
  REQUIRE(caller.update({{key, rrset({"5.6.7.8"}, 300), rrset({"5.6.7.8"}, 60)}}).outcome ==
          Outcome::done);
  CHECK(caller.read(key) == rrset({"5.6.7.8"}, 60));
}

TEST_CASE("BIND ignores an address at a CNAME, and the read-back tells that it is one") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = a_of("alias.example.test");
  CHECK(caller.update({{key, {}, rrset({"5.6.7.8"})}}).outcome == Outcome::done);
  const auto looked = caller.look_up({key});
  CHECK(looked.reply.outcome == Outcome::done);
  CHECK(looked.found.at(key).empty());
  CHECK(looked.aliases == std::set{key});
}

TEST_CASE("of several questions the one is named that the server does not answer for") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto away = a_of("host.away.example.test");
  const auto looked = caller.look_up({a_of("host.example.test"), away});
  CHECK(looked.reply.outcome == Outcome::not_authoritative);
  CHECK(looked.stumbled_at == away);
}

TEST_CASE("each refusal of a server has a name of its own") {
  if (!Named::is_installed()) return;
  const Named named;
  const core::Change change{a_of("host.example.test"), {}, rrset({"5.6.7.8"})};

  SECTION("a name outside the zone is NOTZONE") {
    auto caller = caller_of(named);
    const auto reply = caller.update({{a_of("host.elsewhere.test"), {}, rrset({"5.6.7.8"})}});
    CHECK(reply.outcome == Outcome::not_zone);
  }
  SECTION("a zone that is not served there is NOTAUTH, signed") {
    auto caller = caller_of(named);
    caller.zone = "elsewhere.test";
    CHECK(caller.update({{a_of("host.elsewhere.test"), {}, rrset({"5.6.7.8"})}}).outcome ==
          Outcome::not_authoritative);
    // BIND refuses the question where it would have to recurse.
    CHECK(caller.look_up({a_of("host.elsewhere.test")}).reply.outcome == Outcome::refused);
  }
  SECTION("a key without the right is REFUSED") {
    Caller caller{Named::narrow_key(), at(named)};
    CHECK(caller.update({change}).outcome == Outcome::refused);
    CHECK(caller.update({{a_of("narrow.example.test"), {}, rrset({"5.6.7.8"})}}).outcome ==
          Outcome::done);
  }
  SECTION("an unknown key is BADKEY") {
    auto key = Named::narrow_key();
    key.name = name("nobody.key.test");
    Caller caller{std::move(key), at(named)};
    const auto reply = caller.update({change});
    CHECK(reply.outcome == Outcome::bad_key);
    CHECK(reply.took >= std::chrono::milliseconds{900});
    CHECK(reply.took < std::chrono::seconds{5});
    CHECK_FALSE(reply.clock);
  }
  SECTION("the right name with another algorithm is BADKEY") {
    auto key = Named::narrow_key();
    key.algorithm = TsigAlgorithm::hmac_sha512;
    Caller caller{std::move(key), at(named)};
    CHECK(caller.update({change}).outcome == Outcome::bad_key);
  }
  SECTION("a wrong secret is BADSIG") {
    auto key = Named::narrow_key();
    key.secret = Secret{std::vector<std::uint8_t>(32, 0x22)};
    Caller caller{std::move(key), at(named)};
    const auto reply = caller.update({change});
    CHECK(reply.outcome == Outcome::bad_signature);
  }
}

TEST_CASE("a machine whose clock stands at 1970 updates with the time that BADTIME tells") {
  if (!Named::is_installed()) return;
  const Named named;
  for (const auto algorithm : core::all_tsig_algorithms) {
    auto caller = caller_of(named, algorithm);
    const auto key = a_of("host" + std::to_string(static_cast<int>(algorithm)) + ".example.test");
    caller.clock = clock_at(std::chrono::seconds{86400});
    const auto first = caller.update({{key, {}, rrset({"5.6.7.8"})}});
    INFO(first.detail);
    REQUIRE(first.outcome == Outcome::bad_time);
    REQUIRE(first.clock);
    CHECK(std::chrono::abs(first.clock->server.time - wall_now()) <= std::chrono::seconds{2});
    CHECK(std::chrono::abs(first.clock->local - wall_now()) <= std::chrono::seconds{2});

    caller.clock = first.clock->server;
    CHECK(caller.update({{key, {}, rrset({"5.6.7.8"})}}).outcome == Outcome::done);
    CHECK(caller.read(key) == rrset({"5.6.7.8"}));
  }
}

TEST_CASE("thirty addresses at one name are read back whole") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = aaaa_of("host.example.test");
  core::Rrset many{std::chrono::seconds{300}, {}};
  for (int i = 1; i <= 30; ++i)
    many.records.insert(core::rdata_of(*core::IpAddress::parse("2a00:1234::" + std::to_string(i))));
  REQUIRE(caller.update({{key, {}, many}}).outcome == Outcome::done);
  CHECK(caller.read(key) == many);
  CHECK(caller.update({{key, many, rrset({"2a00:1234::1"})}}).outcome == Outcome::done);
  CHECK(caller.read(key) == rrset({"2a00:1234::1"}));
}

TEST_CASE("two hundred names go up in one update and come back in one look") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  std::vector<core::Change> changes;
  std::vector<core::RrsetKey> keys;
  for (int i = 0; i < 200; ++i) {
    keys.push_back(a_of("host" + std::to_string(i) + ".example.test"));
    changes.push_back({keys.back(), {}, rrset({("5.6.7." + std::to_string(i)).c_str()})});
  }
  REQUIRE(caller.update(changes).outcome == Outcome::done);
  const auto looked = caller.look_up(keys);
  REQUIRE(looked.reply.outcome == Outcome::done);
  REQUIRE(looked.found.size() == 200);
  for (const auto& change : changes) CHECK(looked.found.at(change.key) == change.to);
}

TEST_CASE("a server that was killed is unreachable at once") {
  if (!Named::is_installed()) return;
  Named named;
  auto caller = caller_of(named);
  REQUIRE(caller.look_up({a_of("host.example.test")}).reply.outcome == Outcome::done);
  named.kill();
  const auto looked = caller.look_up({a_of("host.example.test"), aaaa_of("host.example.test")});
  CHECK(looked.reply.outcome == Outcome::unreachable);
  CHECK(looked.reply.detail == "host.example.test A: connection refused");
  CHECK(looked.found.empty());
  CHECK(looked.reply.took < std::chrono::seconds{3});
  std::vector<core::Change> long_one;
  for (int i = 0; i < 20; ++i)
    long_one.push_back(
        {a_of("host" + std::to_string(i) + ".example.test"), {}, rrset({"5.6.7.8"})});
  const auto reply = caller.update(long_one);
  CHECK(reply.outcome == Outcome::unreachable);
  CHECK(reply.took < std::chrono::seconds{3});
}
