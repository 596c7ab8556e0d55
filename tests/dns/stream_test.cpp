// SPDX-License-Identifier: MIT
// The client against servers that misbehave over TCP.
#include "dns/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

// Twenty names do not fit into 512 octets.
core::Reply long_update(Stage& stage) {
  std::vector<core::Change> changes;
  for (int i = 0; i < 20; ++i)
    changes.push_back({a_of("host" + std::to_string(i) + ".example.test"), {}, rrset({"5.6.7.8"})});
  return stage.caller.update(changes);
}

}  // namespace

TEST_CASE("a long update goes over TCP alone, and its answer may come in pieces") {
  Stage stage;
  stage.server.on_tcp = [&stage](const Buffer& request) {
    return Speech{Stage::framed(stage.good(request)), 7, 1ms};
  };
  CHECK(long_update(stage).outcome == Outcome::done);
  CHECK(stage.server.datagrams() == 0);
  REQUIRE(stage.caller.sources.size() == 1);
  CHECK(stage.caller.sources[0].id == stage.caller.last_id);
}

TEST_CASE("whatever goes wrong over TCP is over in time") {
  Stage stage;
  const auto end_of = [&stage](std::function<Speech(const Buffer&)> script) {
    stage.server.on_tcp = std::move(script);
    const auto reply = long_update(stage);
    CHECK(reply.took < 5s);
    return reply;
  };
  using End = ScriptedServer::End;

  SECTION("silence") {
    const auto reply = end_of(nullptr);
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.detail == "no answer in 0.3 s");
  }
  SECTION("one octet now and then") {
    const auto reply = end_of([&](const Buffer& request) {
      return Speech{Stage::framed(stage.good(request)), 1, 20ms};
    });
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.took >= 300ms);
  }
  SECTION("a length, then silence") {
    CHECK(end_of([](const Buffer&) {
            return Speech{{0, 50}, 9, {}, End::stay};
          }).outcome == Outcome::silent);
  }
  SECTION("a length, then the end") {
    const auto reply = end_of([](const Buffer&) { return Speech{{0, 50, 1}, 9, {}, End::close}; });
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.detail == "end of file (TCP)");
  }
  SECTION("half closed without a word") {
    CHECK(end_of([](const Buffer&) {
            return Speech{{}, 9, {}, End::half_close};
          }).outcome == Outcome::silent);
  }
  SECTION("half closed in the middle") {
    const auto reply = end_of([](const Buffer&) {
      return Speech{{0, 50, 1}, 9, {}, End::half_close};
    });
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.detail == "end of file (TCP)");
  }
  SECTION("half closed behind a whole answer, which counts") {
    CHECK(end_of([&](const Buffer& request) {
            return Speech{Stage::framed(stage.good(request)), 1'000, {}, End::half_close};
          }).outcome == Outcome::done);
  }
  SECTION("reset in the middle") {
    CHECK(end_of([](const Buffer&) {
            return Speech{{0, 50, 1}, 9, {}, End::reset};
          }).outcome == Outcome::silent);
  }
  SECTION("65,535 octets of garbage") {
    const auto reply = end_of([](const Buffer&) {
      return Speech{Buffer(65'537, 0xff), 65'537, {}, End::close};
    });
    CHECK(reply.outcome == Outcome::silent);
    CHECK_THAT(reply.detail, ContainsSubstring("an answer of 65535 octets was not read"));
  }
  SECTION("no octets at all in the answer") {
    CHECK(end_of([](const Buffer&) {
            return Speech{{0, 0}, 9, {}, End::stay};
          }).outcome == Outcome::silent);
  }
  SECTION("an unsigned error") {
    const auto reply =
        end_of([](const Buffer& request) { return Speech{Stage::framed(answer_to(request, 5))}; });
    CHECK(reply.outcome == Outcome::unsigned_refused);
  }
  SECTION("two answers, of which the first counts") {
    const auto reply = end_of([&](const Buffer& request) {
      auto twice = Stage::framed(stage.good(request, 5));
      dns::put(twice, dns::Octets{Stage::framed(stage.good(request))});
      return Speech{twice};
    });
    CHECK(reply.outcome == Outcome::refused);
  }
  SECTION("reset before we have spoken") {
    stage.server.reset_at_accept = true;
    const auto outcome = end_of(nullptr).outcome;
    CHECK((outcome == Outcome::silent || outcome == Outcome::unreachable));
  }
  SECTION("nobody listens") {
    stage.server.stop_listening();
    const auto reply = end_of(nullptr);
    CHECK(reply.outcome == Outcome::unreachable);
    CHECK(reply.detail == "connection refused (TCP)");
  }
}

TEST_CASE("an answer over TCP that is over, or that nobody signed, is not waited for any longer") {
  Stage stage{ScriptedServer::Tcp::listens, patient()};
  SECTION("cut off") {
    stage.server.on_tcp = [](const Buffer&) { return Speech{{0, 50, 1}}; };
    CHECK(long_update(stage).outcome == Outcome::silent);
  }
  SECTION("an unsigned error") {
    stage.server.on_tcp = [](const Buffer& request) {
      return Speech{Stage::framed(answer_to(request, 5))};
    };
    CHECK(long_update(stage).outcome == Outcome::unsigned_refused);
  }
  SECTION("junk") {
    stage.server.on_tcp = [](const Buffer& request) { return Speech{Stage::framed(request)}; };
    const auto reply = long_update(stage);
    CHECK(reply.outcome == Outcome::silent);
    CHECK_THAT(reply.detail, ContainsSubstring("1 was ignored (not an answer to this request)"));
  }
}
