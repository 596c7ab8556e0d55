// SPDX-License-Identifier: MIT
// How the client keeps several exchanges apart.
#include <optional>
#include "dns/caller.h"
#include "dns/forge.h"
#include "support/scripted_server.h"

using namespace nsfollow;
using namespace nsfollow::test;
using namespace std::chrono_literals;
using core::Outcome;
using dns::Buffer;
using Datagrams = std::vector<ScriptedServer::Datagram>;

namespace {

struct Stage {
  Caller caller{
      {name("host.key.test"), core::TsigAlgorithm::hmac_sha256,
       Secret{std::vector<std::uint8_t>(32, 0x31)}},
      {},
      {.resend = {25ms, 60ms, 120ms}, .udp = 300ms, .tcp = 300ms, .hint = 80ms, .resolve = 300ms}};
  ScriptedServer server{caller.loop()};

  Stage() {
    caller.server = {"127.0.0.1", server.port()};
    server.on_udp = [this](const Buffer& request) -> Datagrams { return {{good(request)}}; };
  }
  Buffer good(const Buffer& request, unsigned rcode = 0) {
    auto answer = answer_to(request, rcode);
    const auto signature = signature_of(request);
    sign_answer(answer, caller.key(), signature.mac, signature.time);
    return answer;
  }
  core::ExchangeId send() {
    core::SendUpdate order;
    order.changes = {{a_of("host.example.test"), {}, rrset({"5.6.7.8"})}};
    caller.client().send(caller.prepare(order));
    return order.id;
  }
};

std::vector<core::RrsetKey> many_keys(int count) {
  std::vector<core::RrsetKey> keys;
  for (int i = 0; i < count; ++i)
    keys.push_back(a_of("host" + std::to_string(i) + ".example.test"));
  return keys;
}

}  // namespace

TEST_CASE("several exchanges run at once, each with a port and an ID of its own") {
  Stage stage;
  std::set<Buffer> ids;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    ids.insert(Buffer(request.begin(), request.begin() + 2));
    return {{stage.good(request), 100ms}};
  };
  const auto begun = Clock::now();
  for (int i = 0; i < 10; ++i) stage.send();
  stage.caller.wait([&] { return stage.caller.updates.size() == 10; });
  CHECK(Clock::now() - begun < 900ms);
  CHECK(ids.size() >= 9);
  for (const auto& update : stage.caller.updates) CHECK(update.reply.outcome == Outcome::done);
}

TEST_CASE("one look asks at most sixteen questions at once, and answers all together") {
  Stage stage;
  std::size_t most = 0, waiting = 0;
  std::vector<std::unique_ptr<uv::Timer>> timers;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    most = std::max(most, ++waiting);
    timers.push_back(std::make_unique<uv::Timer>(stage.caller.loop(), [&] { --waiting; }));
    timers.back()->set(Clock::now() + 5ms);
    return {{stage.good(request), 5ms}};
  };
  const auto looked = stage.caller.look_up(many_keys(100));
  CHECK(looked.reply.outcome == Outcome::done);
  CHECK(looked.found.size() == 100);
  CHECK(most <= 20);  // the last answers may be counted out a moment late
  CHECK(most >= 10);
}

TEST_CASE("a look at nothing is done") {
  Stage stage;
  const auto looked = stage.caller.look_up({});
  CHECK(looked.reply.outcome == Outcome::done);
  CHECK(looked.found.empty());
  CHECK(stage.server.datagrams() == 0);
}

TEST_CASE("the first failure ends a look, and nothing half seen comes out of it") {
  Stage stage;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    const auto asked = *dns::scan(request);
    const bool bad = asked.questions[0].name.starts_with("\6host17");
    return {{stage.good(request, bad ? 2 : 0)}};
  };
  const auto looked = stage.caller.look_up(many_keys(50));
  CHECK(looked.reply.outcome == Outcome::server_failed);
  CHECK_THAT(looked.reply.detail,
             ContainsSubstring("host17.example.test A: the server says SERVFAIL"));
  CHECK(looked.found.empty());
  CHECK(stage.caller.looks.empty());
}

TEST_CASE("of an abandoned exchange nothing is heard any more") {
  Stage stage;
  SECTION("before it has begun") {
    stage.caller.client().abandon(stage.send());
    const auto other = stage.send();
    stage.caller.wait([&] { return !stage.caller.updates.empty(); });
    CHECK(stage.caller.updates[0].id == other);
    CHECK(stage.server.datagrams() == 1);
  }
  SECTION("while it waits") {
    stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
      if (stage.server.datagrams() == 1) return {};
      return {{stage.good(request)}};
    };
    const auto first = stage.send();
    stage.caller.wait([&] { return stage.server.datagrams() == 1; });
    stage.caller.client().abandon(first);
    stage.send();
    stage.caller.wait([&] { return !stage.caller.updates.empty(); });
    CHECK(stage.caller.updates.size() == 1);
    CHECK(stage.caller.updates[0].id != first);
  }
  SECTION("by whoever hears from where it left") {
    std::optional<core::ExchangeId> unwanted;
    stage.caller.on_event = [&](const core::Event& event) {
      const auto* source = std::get_if<core::SourceBound>(&event);
      if (source == nullptr || unwanted) return;
      unwanted = source->id;
      stage.caller.client().abandon(source->id);
      stage.send();
    };
    const auto first = stage.send();
    stage.caller.wait([&] { return !stage.caller.updates.empty(); });
    CHECK(unwanted == first);
    CHECK(stage.caller.updates[0].id != first);
  }
}

TEST_CASE("an event may lead to the next order at once") {
  Stage stage;
  int left = 20;
  stage.caller.on_event = [&](const core::Event& event) {
    if (std::get_if<core::UpdateAnswered>(&event) != nullptr && --left > 0) stage.send();
  };
  stage.send();
  stage.caller.wait([&] { return left == 0; });
  CHECK(stage.server.datagrams() == 20);
}

TEST_CASE("a client may go while exchanges are under way") {
  Stage stage;
  stage.server.on_udp = nullptr;
  core::LookUp order;
  order.keys = many_keys(30);
  {
    dns::Client client{
        stage.caller.loop(), [&](const core::DnsName&) { return &stage.caller.key(); },
        [](const core::Event& event) { CHECK(std::get_if<core::SourceBound>(&event) != nullptr); }};
    client.look_up(stage.caller.prepare(order));
    stage.caller.wait([&] { return stage.server.datagrams() > 5; });
  }
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams { return {{stage.good(request)}}; };
  stage.send();
  stage.caller.wait([&] { return !stage.caller.updates.empty(); });
}

TEST_CASE("without a key for the zone nothing is sent") {
  Stage stage;
  std::vector<core::Event> events;
  dns::Client client{stage.caller.loop(),
                     [](const core::DnsName&) -> const core::TsigKey* { return nullptr; },
                     [&](core::Event event) { events.push_back(std::move(event)); }};
  core::SendUpdate order;
  client.send(stage.caller.prepare(order));
  CHECK(events.empty());
  stage.caller.wait([&] { return !events.empty(); });
  CHECK(std::get<core::UpdateAnswered>(events[0]).reply.outcome == Outcome::bad_key);
  CHECK(stage.server.datagrams() == 0);
}

TEST_CASE("the wall clock may jump while an answer is under way") {
  // The request is signed with a clock an hour behind; what counts for the answer is that clock,
  // carried on by the boot clock.
  Stage stage;
  stage.caller.clock = core::ServerClock{wall_now() - 1h, Clock::now()};
  stage.send();
  stage.caller.wait([&] { return !stage.caller.updates.empty(); });
  const auto& reply = stage.caller.updates[0].reply;
  CHECK(reply.outcome == Outcome::done);
  REQUIRE(reply.clock);
  CHECK(reply.clock->local - reply.clock->server.time >= 1h - 2s);
}

TEST_CASE("a wait for an answer costs no turns of the loop but the resends") {
  Stage stage;
  stage.server.on_udp = nullptr;
  stage.send();
  int turns = 0;
  stage.caller.wait([&] {
    ++turns;
    return !stage.caller.updates.empty();
  });
  CHECK(turns < 30);
}
