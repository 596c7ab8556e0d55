// SPDX-License-Identifier: MIT
#include "uv/tcp.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include "base/fd.h"
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

// A socket that listens, and whose connections are in our hands.
class Door {
 public:
  Door() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(socket_.get(), 1) == 0);
  }
  [[nodiscard]] uv::Endpoint endpoint() const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(getsockname(socket_.get(), any, &size) == 0);
    return *uv::Endpoint::from(any);
  }
  [[nodiscard]] int let_in() const {
    return accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC);
  }

 private:
  const Fd socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
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

TEST_CASE("a peer that writes twice is not kept waiting for an acknowledgement") {
  uv::Loop loop;
  const Door door;
  std::size_t heard = 0;
  std::optional<uv::Tcp> tcp;
  tcp.emplace(loop, uv::Tcp::Listener{
                        [&] { REQUIRE(tcp->send({1})); },
                        [&](std::span<const std::uint8_t> octets) {
                          // A conversation: now our word on what comes next would wait, too.
                          if (heard == 0) REQUIRE(tcp->send({2}));
                          heard += octets.size();
                        },
                        [](const uv::SocketError& error) { FAIL(error.text); },
                    });
  REQUIRE(tcp->connect(door.endpoint()));
  const Fd peer{door.let_in()};
  const auto say = [&peer] { REQUIRE(send(peer.get(), "x", 1, MSG_NOSIGNAL) == 1); };
  while (heard == 0) {
    loop.run_once();
    if (heard == 0) say();
  }
  auto least = std::chrono::hours{1} + Duration{};
  for (int round = 0; round < 20; ++round) {
    const auto before = heard;
    const auto began = Clock::now();
    say();
    say();  // this one waits until the first is acknowledged, or for 40 ms
    while (heard < before + 2) loop.run_once();
    least = std::min<Duration>(least, Clock::now() - began);
    REQUIRE(tcp->send({3}));
  }
  CHECK(least < std::chrono::milliseconds{30});
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

TEST_CASE("a connection that could not write and is destroyed is silent from then on") {
  uv::Loop loop;
  const Door door;
  std::optional<uv::Tcp> tcp;
  bool is_connected = false, has_ended = false;
  tcp.emplace(loop, uv::Tcp::Listener{
                        [&] { is_connected = true; },
                        [](std::span<const std::uint8_t>) {},
                        [&](const uv::SocketError&) { has_ended = true; },
                    });
  REQUIRE(tcp->connect(door.endpoint()));
  Fd peer{door.let_in()};
  while (!is_connected) loop.run_once();
  const linger reset{1, 0};
  REQUIRE(setsockopt(peer.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0);
  peer = Fd{};
  REQUIRE(tcp->send({1}));  // libuv has failed by now, and tells it in its next turn
  tcp.reset();
  for (int turn = 0; turn < 10; ++turn) {
    uv::Timer soon{loop, [] {}};
    soon.set(Clock::now());
    loop.run_once();
  }
  CHECK_FALSE(has_ended);
}
