// SPDX-License-Identifier: MIT
// A caller in a hurry, and a server that says what the test wants.
#pragma once
#include <memory>
#include <utility>
#include "dns/caller.h"
#include "dns/forge.h"
#include "support/scripted_server.h"

namespace nsfollow::test {

using namespace std::chrono_literals;
using core::Outcome;
using dns::Buffer;
using Datagrams = std::vector<ScriptedServer::Datagram>;
using Speech = ScriptedServer::Speech;

inline core::TsigKey make_key() {
  return {name("host.key.test"), core::TsigAlgorithm::hmac_sha256,
          Secret{std::vector<std::uint8_t>(32, 0x31)}};
}

// Everything ten to twenty times as fast as it is.
inline dns::Timings quick() {
  return {
      .resend = {25ms, 60ms, 120ms}, .udp = 300ms, .tcp = 300ms, .hint = 80ms, .resolve = 300ms};
}

inline const core::RrsetKey host = a_of("host.example.test");
inline const core::Change change{host, {}, rrset({"5.6.7.8"})};

// The same, but whoever waits for the end of the time waits long: for what must end before it.
inline dns::Timings patient() {
  auto timings = quick();
  timings.udp = timings.tcp = 20s;
  return timings;
}

// Patient, and says nothing twice: for who counts how often the server is asked, on a machine that
// may stand still for longer than a quick resend takes.
inline dns::Timings unhurried() {
  auto timings = patient();
  timings.resend.clear();
  return timings;
}

struct Stage {
  Caller caller;
  ScriptedServer server;

  explicit Stage(ScriptedServer::Tcp tcp = ScriptedServer::Tcp::listens,
                 const dns::Timings& timings = quick())
      : caller(make_key(), {}, timings), server(caller.loop(), tcp) {
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

}  // namespace nsfollow::test
