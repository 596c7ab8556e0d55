// SPDX-License-Identifier: MIT
// The client against servers that are broken, hostile, or not there.
#include <algorithm>
#include "dns/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

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
      {"an answer to an earlier request, with the ID of this one",
       [](Stage& stage, const Buffer& request) {
         auto answer = answer_to(request);
         const auto earlier = make_update(name("example.test"), {change}, stage.caller.key(),
                                          signature_of(request).time);
         sign_answer(answer, stage.caller.key(), earlier.signature.mac, earlier.signature.time);
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
    const auto expected = what.starts_with("an unsigned REFUSED") ? Outcome::unsigned_refused
                          : what == "an unsigned BADTIME"         ? Outcome::unsigned_error
                                                                  : Outcome::silent;
    CHECK(reply.outcome == expected);
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

TEST_CASE("an answer of before is not believed once more") {
  Stage stage;
  Buffer before;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    before = stage.good(request);
    return {{before}};
  };
  REQUIRE(stage.update().outcome == Outcome::done);
  bool with_new_id = false;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    if (with_new_id) std::copy_n(request.begin(), 2, before.begin());
    return {{before}};
  };
  stage.server.on_tcp = [&](const Buffer&) { return Speech{Stage::framed(before)}; };
  SECTION("as it was") {}
  SECTION("with the ID of now") { with_new_id = true; }
  CHECK(stage.update().outcome == Outcome::silent);
}

TEST_CASE("a server that cuts everything short is asked once over UDP and once over TCP") {
  Stage stage{ScriptedServer::Tcp::listens, unhurried()};
  const auto cut = [&](const Buffer& request, bool is_signed) {
    auto answer = answer_to(request, 0, 0x0200);
    if (is_signed) stage.sign(answer, request);
    return answer;
  };
  bool is_signed = false;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    return {{cut(request, is_signed)}};
  };
  stage.server.on_tcp = [&](const Buffer& request) {
    return Speech{Stage::framed(cut(request, is_signed))};
  };
  SECTION("a question, signed") {
    is_signed = true;
    CHECK(stage.caller.look_up({host}).reply.outcome == Outcome::unexpected);
    CHECK(stage.server.datagrams() == 1);
  }
  SECTION("an update, by somebody who cannot sign") {
    auto timings = quick();
    Stage other{ScriptedServer::Tcp::listens, timings};
    other.server.on_udp = stage.server.on_udp;
    other.server.on_tcp = stage.server.on_tcp;
    CHECK(other.update().outcome == Outcome::silent);
    CHECK(other.server.connections() == 1);
    return;
  }
  CHECK(stage.server.connections() == 1);
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
  Stage stage{ScriptedServer::Tcp::listens, patient()};
  stage.server.on_udp = [](const Buffer& request) -> Datagrams {
    return {{answer_to(request, 9)}};
  };
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::unsigned_not_auth);
  CHECK(reply.took >= 80ms);
  CHECK(reply.took < 10s);
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
  Stage stage{ScriptedServer::Tcp::listens, patient()};
  stage.server.stop_listening();
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::unreachable);
  CHECK(reply.detail == "connection refused");
  CHECK(reply.took < 10s);
}

TEST_CASE("an answer that was cut short is fetched over TCP") {
  Stage stage{ScriptedServer::Tcp::listens, unhurried()};
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
