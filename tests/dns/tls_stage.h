// SPDX-License-Identifier: MIT
// A caller who wants TLS, and servers of it.
#pragma once
#include "dns/raw_server.h"
#include "dns/stage.h"

namespace nsfollow::test {

using Proof = core::TlsTrust::Proof;

inline constexpr const char* server_name = "ns1.example.test";

// Over plain TCP: says the same to every request.
class PlainSpeaker : public Speaker {
 public:
  PlainSpeaker(std::function<Buffer(const Buffer&)> answer, std::size_t most)
      : answer_(std::move(answer)), most_(most) {}
  Buffer hear(dns::Octets heard) override {
    dns::put(inbox_, heard);
    Buffer said;
    while (!hangs_up) {
      dns::Reader reader{inbox_};
      const auto request = reader.octets(reader.u16());
      if (!reader.ok()) break;
      dns::put(said, answer_(Buffer(request.begin(), request.end())));
      inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(reader.at()));
      hangs_up = --most_ == 0;
    }
    return said;
  }

 private:
  std::function<Buffer(const Buffer&)> answer_;
  std::size_t most_;
  Buffer inbox_;
};

// Says one thing to whatever it hears first.
class BluntSpeaker : public Speaker {
 public:
  explicit BluntSpeaker(Buffer word, bool then_hangs_up = true) : word_(std::move(word)) {
    hangs_up = then_hangs_up;
  }
  Buffer hear(dns::Octets) override { return std::exchange(word_, {}); }

 private:
  Buffer word_;
};

struct TlsStage {
  Caller caller;
  Certificate authority = make_authority();
  Certificate identity = issue(authority);
  CertificateFiles files;
  TlsManner manner;
  std::size_t requests = 0;
  std::optional<RawServer> server;

  explicit TlsStage(const dns::Timings& timings = unhurried()) : caller(make_key(), {}, timings) {
    caller.transport.carrier = core::Carrier::tls;
    caller.transport.trust = {
        .proof = Proof::name, .name = server_name, .ca_file = files.write("ca.pem", authority)};
    manner.answer = [this](const Buffer& request) { return good(request); };
    serve([this] { return std::make_unique<TlsSpeaker>(identity, manner); });
  }

  void serve(std::function<std::unique_ptr<Speaker>()> make) {
    server.emplace(caller.loop(), std::move(make));
    caller.server = {"127.0.0.1", server->port()};
  }
  // The same port hears TLS first and then something else.
  void serve_first(std::function<std::unique_ptr<Speaker>()> first) {
    serve([this, first = std::move(first)]() -> std::unique_ptr<Speaker> {
      if (server->connections() == 1) return first();
      return plain();
    });
  }
  std::unique_ptr<Speaker> plain(std::size_t most = 1000) {
    return std::make_unique<PlainSpeaker>([this](const Buffer& request) { return good(request); },
                                          most);
  }

  Buffer good(const Buffer& request, unsigned rcode = 0) {
    ++requests;
    auto answer = answer_to(request, rcode);
    const auto signature = signature_of(request);
    sign_answer(answer, caller.key(), signature.mac, signature.time, {});
    return Stage::framed(answer);
  }
  core::Reply update() { return caller.update({change}); }
};

}  // namespace nsfollow::test
