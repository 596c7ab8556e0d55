// SPDX-License-Identifier: MIT
// Connections that several exchanges share, and servers that misuse them.
#include "dns/tls_stage.h"

using namespace nsfollow;
using namespace nsfollow::test;
using core::Carrier;

namespace {

std::vector<core::RrsetKey> many_keys(int count) {
  std::vector<core::RrsetKey> keys;
  for (int i = 0; i < count; ++i)
    keys.push_back(a_of("host" + std::to_string(i) + ".example.test"));
  return keys;
}

Buffer text(std::string_view words) { return {words.begin(), words.end()}; }

// A record of this type that claims a length, of which so much is there (RFC 8446 5.1).
Buffer record(std::uint8_t type, std::size_t claimed, std::size_t there, std::uint8_t filler = 0) {
  Buffer octets{type, 3, 3};
  dns::put_number(octets, claimed, 2);
  octets.resize(octets.size() + there, filler);
  return octets;
}

}  // namespace

TEST_CASE("the questions of one look share a connection, of TCP and of TLS") {
  TlsStage stage;
  const auto carrier = GENERATE(Carrier::tcp, Carrier::tls);
  const auto most = GENERATE(1000U, 3U, 1U);  // that the server answers over one connection
  stage.caller.transport.carrier = carrier;
  stage.manner.most_requests = most;
  if (carrier == Carrier::tcp) stage.serve([&] { return stage.plain(most); });
  const auto looked = stage.caller.look_up(many_keys(40));
  INFO(looked.reply.detail);
  CHECK(looked.reply.outcome == Outcome::done);
  CHECK(looked.reply.carrier == carrier);
  CHECK(looked.found.size() == 40);
  CHECK(stage.server->connections() <= 40 / most + 1);
  if (most == 1000) CHECK(stage.server->connections() == 1);
}

TEST_CASE("TCP alone means no datagram, and is bounded in time") {
  Stage stage;
  stage.caller.transport.carrier = Carrier::tcp;
  SECTION("answered") {
    stage.tcp_is_good();
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::done);
    CHECK(reply.carrier == Carrier::tcp);
  }
  SECTION("silent") {
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.detail == "no answer in 0.3 s");
    CHECK_FALSE(reply.carrier);
  }
  SECTION("refused") {
    stage.server.stop_listening();
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::unreachable);
    CHECK(reply.detail == "connection refused (TCP)");
  }
  SECTION("an unsigned error") {
    stage.server.on_tcp = [](const Buffer& request) {
      return Speech{Stage::framed(answer_to(request, 5))};
    };
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::unsigned_refused);
    CHECK(reply.carrier == Carrier::tcp);
  }
  SECTION("an answer to something else") {
    stage.server.on_tcp = [&](const Buffer& request) {
      auto answer = stage.good(request);
      answer[0] ^= 1;
      return Speech{Stage::framed(answer)};
    };
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.detail == "an answer to nothing that was asked (TCP)");
  }
  CHECK(stage.server.datagrams() == 0);
}

TEST_CASE("an answer tells what brought it") {
  Stage stage;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    return {{stage.good(request, 0)}};
  };
  CHECK(stage.update().carrier == Carrier::udp);
  stage.tcp_is_good();
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams {
    return {{answer_to(request, 0, 0x0200)}};
  };
  CHECK(stage.update().carrier == Carrier::tcp);
}

TEST_CASE("without TLS over there, who asks for no proof goes on in clear and says so") {
  TlsStage stage;
  stage.caller.transport.trust = {.proof = Proof::nobody};
  std::string why;
  SECTION("something else speaks there") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(text("HTTP/1.0 400\r\n")); });
    why = "without TLS: what answers there does not speak TLS";
  }
  SECTION("it hangs up") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(Buffer{}); });
    why = "without TLS: end of file";
  }
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.carrier == Carrier::tcp);
  CHECK(reply.detail == why);
}

TEST_CASE("silence is no TLS either, for who asks for no proof") {
  TlsStage stage{quick()};
  stage.caller.transport.trust = {.proof = Proof::nobody};
  stage.serve([&] { return stage.plain(); });  // it waits for the rest of what looks like a length
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.carrier == Carrier::tcp);
  CHECK(reply.detail == "without TLS: no answer to it");
}

TEST_CASE("where TLS was heard, nothing goes on in clear") {
  TlsStage stage;
  stage.caller.transport.trust = {.proof = Proof::nobody};
  std::string why;
  SECTION("it breaks off with an alert") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(Buffer{21, 3, 3, 0, 2, 2, 40}); });
    why = "the server ended TLS: handshake failure (TLS)";
  }
  SECTION("it hangs up in the middle") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(record(22, 4000, 90)); });
    why = "end of file (TLS)";
  }
  SECTION("it speaks an old TLS only") {
    stage.manner.newest = TLS1_1_VERSION;
    stage.serve_first([&] { return std::make_unique<TlsSpeaker>(stage.identity, stage.manner); });
    why = "the server ended TLS: protocol version (TLS)";
  }
  SECTION("it does not know DNS") {
    stage.manner.knows_dot = false;
    stage.serve_first([&] { return std::make_unique<TlsSpeaker>(stage.identity, stage.manner); });
    why = "the server ended TLS: no application protocol (TLS)";
  }
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::silent);
  CHECK(reply.detail == why);
  CHECK(stage.server->connections() == 1);
  CHECK(stage.requests == 0);
}

TEST_CASE("who asks for proof never goes on in clear") {
  TlsStage stage{quick()};
  if (GENERATE(true, false))
    stage.caller.transport.trust = {.proof = Proof::pins, .pins = {pin_of(stage.identity)}};
  std::string why;
  SECTION("something else speaks there") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(text("HTTP/1.0 400\r\n")); });
    why = "what answers there does not speak TLS (TLS)";
  }
  SECTION("it hangs up") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(Buffer{}); });
    why = "end of file (TLS)";
  }
  SECTION("it is silent") {
    stage.serve_first([] { return std::make_unique<BluntSpeaker>(Buffer{}, false); });
    why = "no answer in 0.3 s";
  }
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::silent);
  CHECK(reply.detail == why);
  CHECK(stage.server->connections() == 1);
  CHECK(stage.requests == 0);
}

TEST_CASE("whatever a server does with TLS, it is over in time and in space") {
  TlsStage stage;
  const auto blunt = [&](Buffer word) {
    stage.serve([word] { return std::make_unique<BluntSpeaker>(word, false); });
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::silent);
    CHECK(reply.took < 10s);
    return reply.detail;
  };
  SECTION("a giant record") {
    CHECK_THAT(blunt(record(22, 65535, 65535)), ContainsSubstring("TLS failed: "));
  }
  SECTION("a giant certificate") {
    Buffer flood;
    for (int i = 0; i < 40; ++i) dns::put(flood, record(22, 16000, 16000, 11));
    CHECK_THAT(blunt(flood), ContainsSubstring("TLS"));
  }
  SECTION("warnings without end") {
    Buffer flood;
    for (int i = 0; i < 40'000; ++i) dns::put(flood, Buffer{21, 3, 3, 0, 2, 1, 90});
    CHECK_THAT(blunt(flood), ContainsSubstring("TLS"));
  }
  SECTION("garbage") { CHECK_THAT(blunt(Buffer(300'000, 0xff)), ContainsSubstring("TLS")); }
}

TEST_CASE("whatever is said over TLS is bounded like what is said over TCP") {
  TlsStage stage{quick()};
  core::Reply reply;
  SECTION("65,535 octets") {
    stage.manner.answer = [](const Buffer&) { return Buffer(65'537, 0xff); };
    reply = stage.update();
    CHECK(reply.detail == "an answer of 65535 octets was not read (TLS)");
  }
  SECTION("a length and silence") {
    stage.manner.answer = [](const Buffer&) { return Buffer{0, 50}; };
    reply = stage.update();
    CHECK(reply.detail == "no answer in 0.3 s");
  }
  SECTION("a length and the end") {
    stage.manner.answer = [](const Buffer&) { return Buffer{0, 50, 1}; };
    stage.manner.most_requests = 1;
    reply = stage.update();
    CHECK(reply.detail == "the server closed the connection (TLS)");
  }
  SECTION("the end without a goodbye") {
    stage.manner.answer = [](const Buffer&) { return Buffer{0, 50, 1}; };
    stage.manner.most_requests = 1;
    stage.manner.says_goodbye = false;
    reply = stage.update();
    CHECK(reply.detail == "end of file (TLS)");
  }
  CHECK(reply.outcome == Outcome::silent);
  CHECK_FALSE(reply.carrier);
}

TEST_CASE("new keys without end are no answer") {
  TlsStage stage;
  stage.manner.answer = [](const Buffer&) { return Buffer{}; };
  stage.manner.key_updates = 12'000;
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::silent);
  CHECK(reply.detail == "256 KiB and no answer among them (TLS)");
}

TEST_CASE("a source or an interface that is not there is unreachable, whatever the carrier") {
  Stage stage;
  stage.caller.transport.carrier = GENERATE(Carrier::udp, Carrier::tcp, Carrier::tls);
  stage.caller.transport.trust = {.proof = Proof::pins};
  const std::string by =
      stage.caller.transport.carrier == Carrier::udp
          ? ""
          : " (" + std::string{core::describe(stage.caller.transport.carrier)} + ")";
  SECTION("source") {
    stage.caller.transport.source4 = core::IpAddress::parse("192.0.2.1");
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::unreachable);
    CHECK(reply.detail == "this machine has no address 192.0.2.1" + by);
  }
  SECTION("interface") {
    stage.caller.transport.interface = "nothere0";
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::unreachable);
    CHECK(reply.detail == "there is no interface nothere0" + by);
  }
}

TEST_CASE("requests leave from the source of the server's family") {
  Stage stage;
  stage.server.on_udp = [&](const Buffer& request) -> Datagrams { return {{stage.good(request)}}; };
  stage.tcp_is_good();
  stage.caller.transport.carrier = GENERATE(Carrier::udp, Carrier::tcp);
  stage.caller.transport.source4 = core::IpAddress::parse("127.0.0.5");
  stage.caller.transport.source6 = core::IpAddress::parse("2001:db8::1");
  stage.caller.transport.interface = "lo";
  CHECK(stage.update().outcome == Outcome::done);
  REQUIRE(stage.caller.sources.size() == 1);
  CHECK(stage.caller.sources[0].source == core::IpAddress::parse("127.0.0.5"));
}
