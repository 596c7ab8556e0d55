// SPDX-License-Identifier: MIT
// Whom the client takes for the server when it speaks TLS (RFC 7858, RFC 8310).
#include "dns/tls_stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

// What is said of this certificate, and nothing was told to whoever showed it.
std::string objection(const Issue& what, const std::string& name = server_name) {
  TlsStage stage;
  stage.identity = issue(stage.authority, what);
  stage.caller.transport.trust.name = name;
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::untrusted);
  CHECK_FALSE(reply.carrier);
  CHECK(stage.requests == 0);
  return reply.detail;
}

bool is_accepted(const Issue& what, const std::string& name = server_name) {
  TlsStage stage;
  stage.identity = issue(stage.authority, what);
  stage.caller.transport.trust.name = name;
  const auto reply = stage.update();
  INFO(reply.detail);
  return reply.outcome == Outcome::done;
}

const WallTime today = wall_now();

}  // namespace

TEST_CASE("over TLS 1.2 and 1.3 an update reaches a server whose certificate is the right one") {
  TlsStage stage;
  stage.manner.newest = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  stage.manner.says_goodbye = GENERATE(true, false);
  stage.manner.most_requests = GENERATE(1U, 9U);
  const auto reply = stage.update();
  INFO(reply.detail);
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.carrier == core::Carrier::tls);
  CHECK(reply.detail.empty());
  CHECK(stage.manner.protocol == "dot");
  CHECK(stage.manner.wanted_name == server_name);
  CHECK(stage.caller.sources.size() == 1);
  // Each connection proves itself anew.
  CHECK(stage.update().outcome == Outcome::done);
  CHECK_FALSE(stage.manner.resumed);
  CHECK(stage.server->connections() == 2);
}

TEST_CASE("a certificate is for the names in it, and for nobody else") {
  CHECK(objection({.names = "DNS:other.example.test,DNS:ns2.example.test"}) ==
        "its certificate is for other.example.test, ns2.example.test and not for "
        "ns1.example.test (TLS)");
  CHECK(objection({.names = "DNS:a,DNS:b,IP:192.0.2.1,DNS:d"}) ==
        "its certificate is for a, b, 192.0.2.1, ... and not for ns1.example.test (TLS)");
  CHECK(objection({.names = ""}) ==
        "its certificate is for nobody and not for ns1.example.test (TLS)");
  CHECK_THAT(objection({.names = "DNS:n*.example.test"}), ContainsSubstring("not for ns1"));
  CHECK_THAT(objection({.names = "DNS:*.test"}), ContainsSubstring("not for ns1"));
  CHECK(is_accepted({.names = "DNS:*.example.test"}));
  CHECK(is_accepted({.names = "DNS:NS1.Example.Test"}));
}

TEST_CASE("a server that is configured by its address has that in its certificate") {
  CHECK(is_accepted({.names = "IP:127.0.0.1"}, ""));  // the name of the server is its address
  CHECK(is_accepted({.names = "IP:2001:db8::1"}, "2001:db8::1"));
  CHECK(objection({.names = "IP:127.0.0.2,DNS:127.0.0.1"}, "") ==
        "its certificate is for 127.0.0.2, 127.0.0.1 and not for 127.0.0.1 (TLS)");
}

TEST_CASE("a certificate holds in its time, and the sentence tells which day it is here") {
  CHECK_THAT(objection({.from = WallTime{1'000'000'000s}, .to = WallTime{1'100'000'000s}}),
             ContainsSubstring("its certificate expired on 2004-11-09; today is 20"));
  CHECK_THAT(objection({.from = WallTime{4'000'000'000s}, .to = WallTime{4'100'000'000s}}),
             ContainsSubstring("its certificate holds only from 2096-10-02; today is 20"));
}

TEST_CASE("where the server's time is known, certificates are judged by it") {
  TlsStage stage;
  stage.identity = issue(stage.authority, {.from = today + 24h * 10, .to = today + 24h * 12});
  stage.caller.transport.trust.ca_file = stage.files.write("own.pem", stage.identity);
  CHECK(stage.update().outcome == Outcome::untrusted);
  stage.caller.transport.trust.proof = Proof::pins;
  stage.caller.transport.trust.pins = {pin_of(stage.identity)};
  CHECK(stage.update().outcome == Outcome::done);
  // The authority's own certificate must hold then, too, and it does not.
  stage.caller.transport.trust.proof = Proof::name;
  stage.caller.transport.trust.ca_file = stage.files.write("ca.pem", stage.authority);
  stage.caller.clock = core::ServerClock{today + 24h * 11, Clock::now()};
  CHECK_THAT(stage.update().detail, ContainsSubstring("its authority's certificate expired on"));
  stage.caller.clock = core::ServerClock{today - 24h * 11, Clock::now()};
  CHECK_THAT(stage.update().detail, ContainsSubstring("holds only from"));
}

TEST_CASE("an authority that nobody trusts here proves nothing") {
  TlsStage stage;
  const auto wanted = "its certificate is of an authority that is not trusted here (TLS)";
  SECTION("another one") {
    stage.caller.transport.trust.ca_file = stage.files.write("other.pem", make_authority());
    CHECK(stage.update().detail == wanted);
  }
  SECTION("the system trusts others") {
    stage.caller.transport.trust.ca_file.clear();
    CHECK(stage.update().detail == wanted);
  }
  SECTION("until it is put into the file") {
    const auto file = stage.files.write("file.pem", make_authority());
    stage.caller.transport.trust.ca_file = file;
    CHECK(stage.update().detail == wanted);
    stage.files.write("file.pem", stage.authority);
    CHECK(stage.update().outcome == Outcome::done);
  }
  SECTION("no file") {
    stage.caller.transport.trust.ca_file = "/nonexistent/ca.pem";
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::untrusted);
    CHECK_THAT(reply.detail,
               ContainsSubstring("no authorities can be read from /nonexistent/ca.pem: "));
    CHECK(stage.server->connections() == 0);
  }
}

TEST_CASE("a pinned key is enough, and nothing else is") {
  TlsStage stage;
  stage.identity = issue(make_authority(), {.names = "", .to = today - 24h});
  stage.caller.transport.trust = {.proof = Proof::pins, .name = server_name};
  auto& pins = stage.caller.transport.trust.pins;
  SECTION("one of several") {
    pins = {std::string(32, 'x'), pin_of(stage.identity)};
    CHECK(stage.update().outcome == Outcome::done);
  }
  SECTION("another key") {
    pins = {pin_of(stage.authority)};
    const auto reply = stage.update();
    CHECK(reply.outcome == Outcome::untrusted);
    CHECK_THAT(reply.detail, ContainsSubstring("another key than the pinned one; the pin of this "
                                               "one is "));
    const auto pin = pin_of(stage.identity);
    std::string text(45, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                    reinterpret_cast<const unsigned char*>(pin.data()), 32);
    CHECK_THAT(reply.detail, ContainsSubstring(text.substr(0, 44)));
    CHECK(stage.requests == 0);
  }
  SECTION("no pin at all") { CHECK(stage.update().outcome == Outcome::untrusted); }
}

TEST_CASE("who asks for no proof takes any certificate") {
  TlsStage stage;
  stage.identity = issue(make_authority(), {.names = "", .to = today - 24h});
  stage.caller.transport.trust = {.proof = Proof::nobody};
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.carrier == core::Carrier::tls);
  CHECK(reply.detail.empty());
}
