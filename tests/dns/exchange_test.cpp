// SPDX-License-Identifier: MIT
// The client against servers that are broken, hostile, or not there.
#include "dns/caller.h"
#include "dns/forge.h"
#include "support/scripted_server.h"

using namespace nsfollow;
using namespace nsfollow::test;
using namespace std::chrono_literals;
using core::Outcome;
using dns::Buffer;
using Datagrams = std::vector<ScriptedServer::Datagram>;
using Speech = ScriptedServer::Speech;

namespace {

core::TsigKey make_key() {
  return {name("host.key.test"), core::TsigAlgorithm::hmac_sha256,
          Secret{std::vector<std::uint8_t>(32, 0x31)}};
}

// Everything ten to twenty times as fast as it is.
dns::Timings quick() {
  return {
      .resend = {25ms, 60ms, 120ms}, .udp = 300ms, .tcp = 300ms, .hint = 80ms, .resolve = 300ms};
}

const core::RrsetKey host = a_of("host.example.test");
const core::Change change{host, {}, rrset({"5.6.7.8"})};

struct Stage {
  Caller caller;
  ScriptedServer server;

  explicit Stage(ScriptedServer::Tcp tcp = ScriptedServer::Tcp::listens)
      : caller(make_key(), {}, quick()), server(caller.loop(), tcp) {
    caller.server = {"127.0.0.1", server.port()};
  }

  void sign(Buffer& answer, const Buffer& request, const SignAs& how = {}) {
    const auto signature = signature_of(request);
    sign_answer(answer, caller.key(), signature.mac, signature.time, how);
  }
  Buffer good(const Buffer& request, unsigned rcode = 0) {
    auto answer = answer_to(request, rcode);
    sign(answer, request);
    return answer;
  }
  // Answers the first datagrams with what is wrong, and later ones well.
  void lie_first(std::function<Buffer(const Buffer&)> lie) {
    server.on_udp = [this, lie = std::move(lie)](const Buffer& request) -> Datagrams {
      if (server.datagrams() == 1) return {{lie(request)}};
      return {{good(request)}};
    };
  }
  void lie_always(std::function<Buffer(const Buffer&)> lie) {
    server.on_udp = [lie = std::move(lie)](const Buffer& request) -> Datagrams {
      return {{lie(request)}};
    };
  }
  void tcp_is_good() {
    server.on_tcp = [this](const Buffer& request) { return Speech{framed(good(request))}; };
  }
  core::Reply update() { return caller.update({change}); }

  static Buffer framed(const Buffer& message) {
    Buffer whole;
    dns::put_number(whole, message.size(), 2);
    dns::put(whole, dns::Octets{message});
    return whole;
  }
};

// Every answer that must not be believed, by name.
std::vector<std::pair<std::string, std::function<Buffer(Stage&, const Buffer&)>>> lies() {
  const auto signed_as = [](SignAs how, unsigned rcode = 0) {
    return [how, rcode](Stage& stage, const Buffer& request) {
      auto answer = answer_to(request, rcode);
      stage.sign(answer, request, how);
      return answer;
    };
  };
  return {
      {"another ID",
       [](Stage& stage, const Buffer& request) {
         auto answer = stage.good(request);
         answer[0] ^= 1;
         return answer;
       }},
      {"a bad MAC",
       [](Stage& stage, const Buffer& request) {
         auto answer = stage.good(request);
         answer[answer.size() - 10] ^= 1;
         return answer;
       }},
      {"a truncated MAC", signed_as({.mac_size = 16})},
      {"another key", signed_as({.owner = dns::to_wire(name("evil.key.test"))})},
      {"another algorithm", signed_as({.algorithm = dns::to_wire(name("hmac-sha1"))})},
      {"an old time", signed_as({.time = WallTime{1'000'000'000s}})},
      {"no TSIG", [](Stage&, const Buffer& request) { return answer_to(request); }},
      {"two TSIGs",
       [](Stage& stage, const Buffer& request) {
         auto answer = stage.good(request);
         stage.sign(answer, request);
         return answer;
       }},
      {"a TSIG that is not last",
       [](Stage& stage, const Buffer& request) {
         auto answer = stage.good(request);
         add_record(answer, 3, dns::to_wire(host.owner), 1, 0, Buffer{1, 2, 3, 4});
         return answer;
       }},
      {"an unsigned BADTIME", signed_as({.error = 18, .other = Buffer(6, 1), .mac_size = 0}, 9)},
      {"a BADTIME for another time",
       signed_as({.time = WallTime{1'000'000'000s}, .error = 18, .other = Buffer(6, 1)}, 9)},
      {"an unsigned REFUSED", [](Stage&, const Buffer& request) { return answer_to(request, 5); }},
      {"an unsigned success with TC",
       [](Stage&, const Buffer& request) { return answer_to(request, 0, 0x0200); }},
      {"nothing but zeros", [](Stage&, const Buffer&) { return Buffer(40, 0); }},
      {"the request itself", [](Stage&, const Buffer& request) { return request; }},
      {"60,000 octets",
       [](Stage&, const Buffer& request) {
         auto answer = answer_to(request);
         answer.resize(60'000);
         return answer;
       }},
      {"a chain of pointers",
       [](Stage&, const Buffer& request) {
         auto answer = answer_to(request);
         answer[7] = 255;
         while (answer.size() < 4000) {
           answer.push_back(0xc0);
           answer.push_back(12);
         }
         return answer;
       }},
      {"an OPT with an empty CHAIN option",  // crashes ldns 1.8.3 when it is printed
       [](Stage& stage, const Buffer& request) {
         auto answer = answer_to(request);
         add_record(answer, 3, std::string(1, 0), 41, 0, Buffer{0, 13, 0, 0}, 1232);
         answer.push_back(0);
         (void)stage;
         return answer;
       }},
  };
}

}  // namespace

TEST_CASE("a lie does not keep us from the true answer") {
  for (const auto& [what, lie] : lies()) {
    INFO(what);
    Stage stage;
    stage.tcp_is_good();
    stage.lie_first([&stage, &lie = lie](const Buffer& request) { return lie(stage, request); });
    CHECK(stage.update().outcome == Outcome::done);
  }
}

TEST_CASE("whoever only lies is not believed") {
  for (const auto& [what, lie] : lies()) {
    INFO(what);
    Stage stage{ScriptedServer::Tcp::refuses};
    stage.lie_always([&stage, &lie = lie](const Buffer& request) { return lie(stage, request); });
    const auto reply = stage.update();
    const bool is_hint = what.starts_with("an unsigned REFUSED") || what == "an unsigned BADTIME";
    CHECK(reply.outcome == (is_hint ? Outcome::unsigned_error : Outcome::silent));
    CHECK_FALSE(reply.clock);
    CHECK(reply.took < 3s);
  }
}

TEST_CASE("TCP brings the true answer past somebody who garbles every datagram") {
  for (const auto& [what, lie] : lies()) {
    if (what.starts_with("an unsigned") || what == "another ID" || what.ends_with("zeros") ||
        what == "the request itself")
      continue;  // hints, and what is not addressed to us at all
    INFO(what);
    Stage stage;
    stage.tcp_is_good();
    stage.lie_always([&stage, &lie = lie](const Buffer& request) { return lie(stage, request); });
    CHECK(stage.update().outcome == Outcome::done);
    CHECK(stage.server.connections() == 1);
  }
}

TEST_CASE("a flood of wrong IDs does not hide an answer that comes late") {
  Stage stage;
  stage.server.on_udp = [&stage](const Buffer& request) -> Datagrams {
    Datagrams all;
    if (stage.server.datagrams() > 1) return all;
    auto forged = stage.good(request);
    for (unsigned i = 1; i < 200; ++i) {
      forged[1] = static_cast<std::uint8_t>(request[1] ^ i);
      all.push_back({forged});
    }
    all.push_back({stage.good(request), 150ms});
    return all;
  };
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.took >= 150ms);
}

TEST_CASE("a datagram from another port never gets in") {
  Stage stage{ScriptedServer::Tcp::refuses};
  stage.server.on_udp = [&stage](const Buffer& request) -> Datagrams {
    stage.server.send_from_elsewhere(stage.good(request));
    return {};
  };
  CHECK(stage.update().outcome == Outcome::silent);
}

TEST_CASE("an unsigned error is outlived by the true answer within the grace") {
  Stage stage;
  stage.server.on_udp = [&stage](const Buffer& request) -> Datagrams {
    if (stage.server.datagrams() > 1) return {};
    return {{answer_to(request, 9)}, {stage.good(request), 50ms}};
  };
  CHECK(stage.update().outcome == Outcome::done);
}

TEST_CASE("an unsigned error ends the exchange after the grace, not after the whole time") {
  Stage stage;
  stage.server.on_udp = [](const Buffer& request) -> Datagrams {
    return {{answer_to(request, 9)}};
  };
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::unsigned_error);
  CHECK(reply.detail == "the server says NOTAUTH without a signature");
  CHECK(reply.took >= 80ms);
  CHECK(reply.took < 290ms);
  CHECK(stage.server.datagrams() >= 2);
  CHECK(stage.server.connections() == 0);
}

TEST_CASE("the same octets are sent again until an answer comes") {
  Stage stage;
  std::vector<Buffer> heard;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    heard.push_back(request);
    if (heard.size() < 4) return {};
    return {{stage.good(request)}};
  };
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  REQUIRE(heard.size() == 4);
  for (const auto& request : heard) CHECK(request == heard[0]);
  CHECK(reply.took >= 120ms);
}

TEST_CASE("a silent server is given up when the time is over") {
  Stage stage;
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::silent);
  CHECK(reply.detail == "no answer in 0.3 s");
  CHECK(stage.server.datagrams() == 4);
  CHECK(stage.server.connections() == 0);
  CHECK(reply.took >= 300ms);
  CHECK(reply.took < 2s);
}

TEST_CASE("a port where nobody listens is unreachable at once, after one more try") {
  Stage stage;
  stage.server.stop_listening();
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::unreachable);
  CHECK(reply.detail == "connection refused");
  CHECK(reply.took < 100ms);
}

TEST_CASE("an answer that was cut short is fetched over TCP") {
  Stage stage;
  stage.server.on_udp = [&stage](const Buffer& request) -> Datagrams {
    auto answer = answer_to(request, 0, 0x0200);
    stage.sign(answer, request);
    return {{answer}};
  };
  SECTION("and comes") {
    stage.tcp_is_good();
    CHECK(stage.caller.look_up({host}).reply.outcome == Outcome::done);
    CHECK(stage.server.datagrams() == 1);
  }
  SECTION("and is cut short there as well") {
    stage.server.on_tcp = [&stage](const Buffer& request) {
      auto answer = answer_to(request, 0, 0x0200);
      stage.sign(answer, request);
      return Speech{Stage::framed(answer)};
    };
    const auto looked = stage.caller.look_up({host});
    CHECK(looked.reply.outcome == Outcome::unexpected);
    CHECK(looked.found.empty());
    CHECK(stage.server.connections() == 1);
  }
}

TEST_CASE("a server that cuts short over UDP and refuses TCP is unreachable") {
  Stage stage{ScriptedServer::Tcp::refuses};
  stage.server.on_udp = [&stage](const Buffer& request) -> Datagrams {
    auto answer = answer_to(request, 0, 0x0200);
    stage.sign(answer, request);
    return {{answer}};
  };
  const auto looked = stage.caller.look_up({host});
  CHECK(looked.reply.outcome == Outcome::unreachable);
  CHECK_THAT(looked.reply.detail, ContainsSubstring("connection refused (TCP)"));
}

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
    CHECK(reply.took < 2s);
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
    CHECK(reply.took < 200ms);
  }
  SECTION("half closed without a word") {
    CHECK(end_of([](const Buffer&) {
            return Speech{{}, 9, {}, End::half_close};
          }).outcome == Outcome::silent);
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
    CHECK(reply.outcome == Outcome::unsigned_error);
    CHECK(reply.took < 200ms);
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

TEST_CASE("an address without a route is unreachable, and the answer comes later, not within") {
  Caller caller{make_key(), {"255.255.255.255", 53}, quick()};
  core::SendUpdate order;
  order.changes = {change};
  caller.client().send(caller.prepare(order));
  CHECK(caller.updates.empty());
  caller.wait([&] { return !caller.updates.empty(); });
  CHECK(caller.updates[0].reply.outcome == Outcome::unreachable);
  CHECK_FALSE(caller.updates[0].reply.detail.empty());
}
