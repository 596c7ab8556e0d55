// SPDX-License-Identifier: MIT
#include "uv/udp.h"
#include <net/if.h>
#include <optional>
#include "support/catch.h"
#include "support/scripted_server.h"

using namespace nsfollow;
using namespace nsfollow::test;
using Octets = ScriptedServer::Octets;

TEST_CASE("a connected UDP socket hears its peer and tells where it sends from") {
  uv::Loop loop;
  ScriptedServer server{loop};
  server.on_udp = [](const Octets& request) -> std::vector<ScriptedServer::Datagram> {
    return {{Octets(request.rbegin(), request.rend())}, {Octets(5000, 7)}};
  };
  std::vector<Octets> heard;
  uv::Udp udp{loop,
              [&](std::span<const std::uint8_t> datagram) {
                heard.emplace_back(datagram.begin(), datagram.end());
              },
              [](const uv::SocketError& error) { FAIL(error.text); }};
  REQUIRE(udp.connect(*uv::Endpoint::literal("127.0.0.1", server.port())));
  REQUIRE(udp.source());
  CHECK(udp.source()->address_text() == "127.0.0.1");
  CHECK(udp.source()->port() != 0);
  REQUIRE(udp.send(Octets{1, 2, 3}));
  while (heard.size() < 2) loop.run_once();
  CHECK(heard[0] == Octets{3, 2, 1});
  // What is too long is cut, and seen to be.
  CHECK(heard[1].size() == uv::Udp::longest + 1);
}

TEST_CASE("a UDP socket may be destroyed by its own datagram or error") {
  uv::Loop loop;
  ScriptedServer server{loop};
  server.on_udp = [](const Octets& request) -> std::vector<ScriptedServer::Datagram> {
    return {{request}, {request}, {request}};
  };
  std::optional<uv::Udp> udp;
  int datagrams = 0, errors = 0;
  const auto make = [&] {
    udp.emplace(
        loop,
        [&](std::span<const std::uint8_t>) {
          ++datagrams;
          udp.reset();
        },
        [&](const uv::SocketError& error) {
          CHECK(error.refused);
          ++errors;
          udp.reset();
        });
    REQUIRE(udp->connect(*uv::Endpoint::literal("127.0.0.1", server.port())));
    REQUIRE(udp->send(Octets{1}));
  };
  make();
  while (udp) loop.run_once();
  server.stop_listening();
  make();
  while (udp) loop.run_once();
  CHECK(datagrams == 1);
  CHECK(errors == 1);
}

TEST_CASE("a UDP socket of one interface hears its peer there, and fails where there is none",
          "[native]") {
  uv::Loop loop;
  ScriptedServer server{loop};
  server.on_udp = [](const Octets& request) -> std::vector<ScriptedServer::Datagram> {
    return {{request}};
  };
  Octets heard;
  const auto take = [&](std::span<const std::uint8_t> datagram) {
    heard.assign(datagram.begin(), datagram.end());
  };
  const auto fail = [](const uv::SocketError& error) { FAIL(error.text); };
  const auto peer = *uv::Endpoint::literal("127.0.0.1", server.port());
  uv::Udp udp{loop, take, fail};
  REQUIRE(udp.connect(peer, if_nametoindex("lo")));
  CHECK(udp.source()->address_text() == "127.0.0.1");
  REQUIRE(udp.send(Octets{1, 2, 3}));
  while (heard.empty()) loop.run_once();
  CHECK(heard == Octets{1, 2, 3});

  uv::Udp routed{loop, take, fail};
  CHECK(routed.connect(peer, 0));
  uv::Udp lost{loop, take, fail};
  const auto connected = lost.connect(peer, 999'999);
  REQUIRE_FALSE(connected);
  CHECK(connected.error().text == "no such device");
}

TEST_CASE("an address is taken only as a number") {
  CHECK(uv::Endpoint::literal("192.0.2.1", 53)->address_text() == "192.0.2.1");
  CHECK(uv::Endpoint::literal("2001:db8::1", 53)->address_text() == "2001:db8::1");
  CHECK(uv::Endpoint::literal("2001:db8::1", 53)->address_bytes().size() == 16);
  CHECK(uv::Endpoint::literal("fe80::1%lo", 53)->port() == 53);
  CHECK_FALSE(*uv::Endpoint::literal("fe80::1%lo", 53) == *uv::Endpoint::literal("fe80::1", 53));
  CHECK(*uv::Endpoint::literal("192.0.2.1", 53) ==
        uv::Endpoint::literal("192.0.2.1", 5353)->with_port(53));
  for (const auto* text : {"", "localhost", "192.0.2", "192.0.2.1:53", "[2001:db8::1]"})
    CHECK_FALSE(uv::Endpoint::literal(text, 53));
}
