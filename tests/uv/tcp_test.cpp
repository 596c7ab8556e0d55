// SPDX-License-Identifier: MIT
#include "uv/tcp.h"
#include <optional>
#include <string>
#include "support/catch.h"
#include "support/scripted_server.h"

using namespace nsfollow;
using namespace nsfollow::test;
using Octets = ScriptedServer::Octets;
using Speech = ScriptedServer::Speech;

namespace {

struct Ear {
  uv::Loop loop;
  ScriptedServer server{loop};
  std::optional<uv::Tcp> tcp;
  Octets heard;
  int connections = 0;
  std::optional<uv::SocketError> end;

  Ear() {
    tcp.emplace(loop, uv::Tcp::Listener{
                          [this] {
                            ++connections;
                            CHECK(tcp->source()->address_text() == "127.0.0.1");
                            REQUIRE(tcp->send({0, 1, 9}));
                          },
                          [this](std::span<const std::uint8_t> octets) {
                            heard.insert(heard.end(), octets.begin(), octets.end());
                          },
                          [this](const uv::SocketError& error) {
                            CHECK_FALSE(end);
                            end = error;
                          },
                      });
  }
  void connect() { REQUIRE(tcp->connect(*uv::Endpoint::literal("127.0.0.1", server.port()))); }
};

}  // namespace

TEST_CASE("a connection says its one thing, hears the answer, and tells its end once") {
  Ear ear;
  ear.server.on_tcp = [](const Octets& request) {
    CHECK(request == Octets{9});
    return Speech{Octets(10'000, 5)};
  };
  ear.connect();
  while (!ear.end) ear.loop.run_once();
  CHECK(ear.connections == 1);
  CHECK(ear.heard == Octets(10'000, 5));
  CHECK_FALSE(ear.end->refused);
}

TEST_CASE("a connection says several things one after another, however much they are") {
  Ear ear;
  Octets request;
  ear.server.on_tcp = [&](const Octets& heard) {
    request = heard;
    return Speech{{1}};
  };
  std::optional<uv::Tcp> tcp;
  bool ended = false;
  tcp.emplace(ear.loop, uv::Tcp::Listener{
                            [&] {
                              REQUIRE(tcp->send({0xff, 0xff}));
                              for (int i = 0; i < 15; ++i) REQUIRE(tcp->send(Octets(4369, 7)));
                            },
                            [](std::span<const std::uint8_t>) {},
                            [&](const uv::SocketError&) { ended = true; },
                        });
  REQUIRE(tcp->connect(*uv::Endpoint::literal("127.0.0.1", ear.server.port())));
  while (!ended) ear.loop.run_once();
  CHECK(request == Octets(65535, 7));
}

TEST_CASE("a connection that nobody takes is refused, not within connect()") {
  Ear ear;
  const auto port = ear.server.port();
  ear.server.stop_listening();
  REQUIRE(ear.tcp->connect(*uv::Endpoint::literal("127.0.0.1", port)));
  CHECK_FALSE(ear.end);
  while (!ear.end) ear.loop.run_once();
  CHECK(ear.end->refused);
  CHECK(ear.connections == 0);
}

TEST_CASE("a connection may be destroyed at any moment, and is silent from then on") {
  Ear ear;
  ear.server.on_tcp = [](const Octets&) { return Speech{Octets(100, 5)}; };
  SECTION("before it is made") { ear.connect(); }
  SECTION("when it has been taken") {
    ear.connect();
    while (ear.connections == 0) ear.loop.run_once();
  }
  SECTION("while it answers") {
    ear.connect();
    while (ear.heard.empty()) ear.loop.run_once();
  }
  const auto heard = ear.heard.size();
  const auto connections = ear.connections;
  ear.tcp.reset();
  ear.server.stop_listening();
  for (int turn = 0; turn < 10; ++turn) {
    uv::Timer soon{ear.loop, [] {}};
    soon.set(Clock::now());
    ear.loop.run_once();
  }
  CHECK(ear.heard.size() == heard);
  CHECK(ear.connections == connections);
  CHECK_FALSE(ear.end);
}

TEST_CASE("writing to a connection that was reset does not kill the process") {
  Ear ear;
  ear.server.reset_at_accept = true;
  ear.connect();
  while (!ear.end) ear.loop.run_once();
  SUCCEED();
}
