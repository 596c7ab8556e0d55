// SPDX-License-Identifier: MIT
// How the client keeps several exchanges apart.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include "dns/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

core::ExchangeId send(Stage& stage) {
  core::SendUpdate order;
  order.changes = {change};
  stage.caller.client().send(stage.caller.prepare(order));
  return order.id;
}

// A stage whose server answers everything well.
struct Fair : Stage {
  explicit Fair(const dns::Timings& timings = unhurried())
      : Stage(ScriptedServer::Tcp::listens, timings) {
    server.on_udp = [this](const Buffer& request) -> Datagrams { return {{good(request)}}; };
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
  Fair stage{patient()};
  std::set<Buffer> ids;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    ids.insert(Buffer(request.begin(), request.begin() + 2));
    if (stage.server.datagrams() < 10) return {};  // a resend brings the answer when all have come
    return {{stage.good(request)}};
  };
  for (int i = 0; i < 10; ++i) send(stage);
  stage.caller.wait([&] { return stage.caller.updates.size() == 10; });
  CHECK(ids.size() >= 9);  // once in 1,500 runs two of ten random numbers are the same
  for (const auto& update : stage.caller.updates) CHECK(update.reply.outcome == Outcome::done);
}

TEST_CASE("one look asks at most sixteen questions at once, and answers all together") {
  Fair stage;
  // Until its answer is due a question is under way for certain, however slow the machine.
  std::map<dns::WireName, TimePoint> due;  // a resend is no further question
  std::ptrdiff_t most = 0;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    const auto now = Clock::now();
    due.emplace(dns::scan(request)->questions.at(0).name, now + 20ms);
    const auto waiting =
        std::ranges::count_if(due, [now](const auto& one) { return one.second > now; });
    most = std::max(most, waiting);
    return {{stage.good(request), 20ms}};
  };
  const auto looked = stage.caller.look_up(many_keys(100));
  CHECK(looked.reply.outcome == Outcome::done);
  CHECK(looked.found.size() == 100);
  CHECK(most <= 16);
  CHECK(most >= 2);
}

TEST_CASE("a look at nothing is done") {
  Fair stage;
  const auto looked = stage.caller.look_up({});
  CHECK(looked.reply.outcome == Outcome::done);
  CHECK(looked.found.empty());
  CHECK(stage.server.datagrams() == 0);
}

TEST_CASE("the first failure ends a look, and nothing half seen comes out of it") {
  Fair stage;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    const auto asked = *dns::scan(request);
    const bool bad = asked.questions[0].name.starts_with("\6host17");
    return {{stage.good(request, bad ? 2 : 0)}};
  };
  const auto looked = stage.caller.look_up(many_keys(50));
  CHECK(looked.reply.outcome == Outcome::server_failed);
  CHECK_THAT(looked.reply.detail, ContainsSubstring("host17.example.test A"));
  CHECK(looked.found.empty());
  CHECK(stage.caller.looks.empty());
}

TEST_CASE("of an abandoned exchange nothing is heard any more") {
  Fair stage;
  SECTION("before it has begun") {
    stage.caller.client().abandon(send(stage));
    const auto other = send(stage);
    stage.caller.wait([&] { return !stage.caller.updates.empty(); });
    CHECK(stage.caller.updates[0].id == other);
    CHECK(stage.server.datagrams() == 1);
  }
  SECTION("while it waits") {
    stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
      if (stage.server.datagrams() == 1) return {};
      return {{stage.good(request)}};
    };
    const auto first = send(stage);
    stage.caller.wait([&] { return stage.server.datagrams() == 1; });
    stage.caller.client().abandon(first);
    send(stage);
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
      send(stage);
    };
    const auto first = send(stage);
    stage.caller.wait([&] { return !stage.caller.updates.empty(); });
    CHECK(unwanted == first);
    CHECK(stage.caller.updates[0].id != first);
  }
}

TEST_CASE("an event may lead to the next order at once") {
  Fair stage;
  int left = 20;
  stage.caller.on_event = [&](const core::Event& event) {
    if (std::get_if<core::UpdateAnswered>(&event) != nullptr && --left > 0) send(stage);
  };
  send(stage);
  stage.caller.wait([&] { return left == 0; });
  CHECK(stage.server.datagrams() == 20);
}

TEST_CASE("a client may go while exchanges are under way") {
  Fair stage;
  stage.server.on_udp = nullptr;
  core::LookUp order;
  order.keys = many_keys(30);
  {
    dns::Client client{
        stage.caller.loop(), [&](const core::ZoneLabel&) { return &stage.caller.key(); },
        [](const core::Event& event) { CHECK(std::get_if<core::SourceBound>(&event) != nullptr); }};
    client.look_up(stage.caller.prepare(order));
    stage.caller.wait([&] { return stage.server.datagrams() > 5; });
  }
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams { return {{stage.good(request)}}; };
  send(stage);
  stage.caller.wait([&] { return !stage.caller.updates.empty(); });
}

TEST_CASE("without a key for the zone nothing is sent") {
  Fair stage;
  std::vector<core::Event> events;
  dns::Client client{stage.caller.loop(),
                     [](const core::ZoneLabel&) -> const core::TsigKey* { return nullptr; },
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
  Fair stage;
  stage.caller.clock = core::ServerClock{wall_now() - 1h, Clock::now()};
  send(stage);
  stage.caller.wait([&] { return !stage.caller.updates.empty(); });
  const auto& reply = stage.caller.updates[0].reply;
  CHECK(reply.outcome == Outcome::done);
  REQUIRE(reply.clock);
  CHECK(reply.clock->local - reply.clock->server.time >= 1h - 2s);
}

TEST_CASE("a wait for an answer costs no turns of the loop but the resends") {
  Fair stage;
  stage.server.on_udp = nullptr;
  send(stage);
  int turns = 0;
  stage.caller.wait([&] {
    ++turns;
    return !stage.caller.updates.empty();
  });
  CHECK(turns < 30);
}
