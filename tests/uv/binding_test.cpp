// SPDX-License-Identifier: MIT
#include "uv/binding.h"
#include <sys/socket.h>
#include <optional>
#include <string>
#include "support/catch.h"
#include "support/scripted_server.h"
#include "uv/tcp.h"
#include "uv/udp.h"

using namespace nsfollow;
using namespace nsfollow::test;
using Octets = ScriptedServer::Octets;

namespace {

uv::Endpoint at(const char* address, std::uint16_t port = 0) {
  return *uv::Endpoint::literal(address, port);
}

// Why neither kind of socket can be made; "" when both can.
std::string trouble(const uv::Endpoint& peer, const uv::Binding& binding) {
  std::string why;
  for (const int type : {SOCK_DGRAM, SOCK_STREAM})
    if (const auto fd = uv::bound_socket(type, peer, binding); !fd) {
      CHECK((why.empty() || why == fd.error().text));
      why = fd.error().text;
    }
  return why;
}

}  // namespace

TEST_CASE("datagrams and connections leave from the address and the interface that was said") {
  uv::Loop loop;
  ScriptedServer server{loop};
  server.on_udp = [](const Octets& request) -> std::vector<ScriptedServer::Datagram> {
    return {{request}};
  };
  const auto binding = GENERATE(uv::Binding{at("127.0.0.2"), {}}, uv::Binding{{}, "lo"},
                                uv::Binding{at("127.0.0.2"), "lo"});
  const auto source = binding.source.value_or(at("127.0.0.1")).address_text();
  int heard = 0;
  uv::Udp udp{loop, [&](std::span<const std::uint8_t>) { ++heard; },
              [](const uv::SocketError& error) { FAIL(error.text); }};
  REQUIRE(udp.connect(at("127.0.0.1", server.port()), binding));
  CHECK(udp.source()->address_text() == source);
  REQUIRE(udp.send(Octets{1}));
  std::optional<std::string> from;
  std::optional<uv::Tcp> tcp;
  tcp.emplace(loop, uv::Tcp::Listener{
                        [&] { from = tcp->source()->address_text(); },
                        [](std::span<const std::uint8_t>) {},
                        [](const uv::SocketError& error) { FAIL(error.text); },
                    });
  REQUIRE(tcp->connect(at("127.0.0.1", server.port()), binding));
  while (!from || heard == 0) loop.run_once();
  CHECK(from == source);
}

TEST_CASE("what this machine does not have is named, and nothing leaves from elsewhere") {
  const auto peer = at("127.0.0.1", 53);
  CHECK(trouble(peer, {at("192.0.2.1"), {}}) == "this machine has no address 192.0.2.1");
  CHECK(trouble(peer, {{}, "nothere0"}) == "there is no interface nothere0");
  // The kernel would cut it off, and what is left may be the name of another one.
  CHECK(trouble(peer, {{}, "a-name-far-too-long"}) == "there is no interface a-name-far-too-long");
  uv::Loop loop;
  uv::Udp udp{loop, [](std::span<const std::uint8_t>) {}, [](const uv::SocketError&) {}};
  CHECK_FALSE(udp.connect(peer, uv::Binding{at("192.0.2.1"), {}}));
  uv::Tcp tcp{loop, {[] {}, [](std::span<const std::uint8_t>) {}, [](const uv::SocketError&) {}}};
  CHECK_FALSE(tcp.connect(peer, uv::Binding{{}, "nothere0"}));
}

TEST_CASE("a link-local source takes the link of the peer") {
  CHECK(at("fe80::1").on_link_of(at("fe80::2%lo", 53)) == at("fe80::1%lo"));
  CHECK(at("2001:db8::1").on_link_of(at("fe80::2%lo", 53)) == at("2001:db8::1"));
  CHECK(at("192.0.2.1").on_link_of(at("192.0.2.2", 53)) == at("192.0.2.1"));
}
