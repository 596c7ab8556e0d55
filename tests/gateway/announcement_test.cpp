// SPDX-License-Identifier: MIT
// What is announced on a link, true or not, in a private network with a cable in it.
#include <net/if.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include "gateway/asker.h"
#include "gateway/scripted_gateway.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

// A cable with both ends here, and three machines at one of them: us, a gateway, a stranger.
bool lay_cable() {
  if (!enter_private_network()) return false;
  static const bool laid = ip_batch(
      "link add cable0 type veth peer name cable1\nlink set cable0 up\nlink set cable1 up\n"
      "addr add 192.168.51.2/24 dev cable0\naddr add 192.168.51.1/24 dev cable0\n"
      "addr add 192.168.51.66/24 dev cable0\n");
  REQUIRE(laid);
  return true;
}

class Announcer {
 public:
  explicit Announcer(const char* address = "192.168.51.1", std::uint16_t port = 5351)
      : socket_(udp_socket(address, port)) {
    const ip_mreqn by{{}, {}, static_cast<int>(if_nametoindex("cable0"))};
    REQUIRE(setsockopt(socket_.get(), IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof by) == 0);
  }
  void say(const Buffer& packet, const char* to = "224.0.0.1", std::uint16_t port = 5350) const {
    send_to(socket_, packet, *uv::Endpoint::literal(to, port));
  }

 private:
  Fd socket_;
};

// What goes to standard error while it lives.
class Said {
 public:
  Said() { dup2(file_.get(), STDERR_FILENO); }
  ~Said() { dup2(before_.get(), STDERR_FILENO); }
  Said(const Said&) = delete;
  Said& operator=(const Said&) = delete;
  [[nodiscard]] std::string text() const {
    std::array<char, 1000> buffer{};
    const auto length = pread(file_.get(), buffer.data(), buffer.size(), 0);
    return {buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  }

 private:
  Fd before_{dup(STDERR_FILENO)}, file_{memfd_create("stderr", MFD_CLOEXEC)};
};

// An asker that listens.
struct Listener : Asker {
  Listener() : Asker(patient()) { ask("127.0.0.9"); }
};

}  // namespace

TEST_CASE("an announcement of either protocol is heard, with the address of its sender",
          "[native]") {
  if (!lay_cable()) return;
  Listener listener;
  const Announcer gateway;
  gateway.say(nat_pmp("5.6.7.8", 0));
  gateway.say(pcp_announcement());
  Announcer{"192.168.51.66"}.say(nat_pmp("0.0.0.0", 5, 3));
  listener.wait([&] { return listener.stirs.size() == 3; });
  CHECK(listener.stirs == std::vector<core::IpAddress>{address("192.168.51.1"),
                                                       address("192.168.51.1"),
                                                       address("192.168.51.66")});
}

TEST_CASE("nothing is heard before the first question", "[native]") {
  if (!lay_cable()) return;
  Asker asker;
  const Announcer gateway;
  gateway.say(nat_pmp("5.6.7.8"));
  asker.pass(20ms);
  CHECK(asker.stirs.empty());
  asker.ask("127.0.0.9");
  gateway.say(nat_pmp("5.6.7.8"));
  asker.wait([&] { return !asker.stirs.empty(); });
  CHECK(asker.stirs.size() == 1);
}

TEST_CASE("what is no announcement is not heard", "[native]") {
  if (!lay_cable()) return;
  Listener listener;
  const Announcer gateway;
  auto longer = nat_pmp("5.6.7.8");
  longer.push_back(0);
  for (const auto& lie : {Buffer{}, Buffer{0}, Buffer{0, 0}, longer, Buffer(1101), Buffer(3000),
                          with(nat_pmp("5.6.7.8"), 0, 1), with(nat_pmp("5.6.7.8"), 1, 0),
                          pcp_header(2, 0, 0), pcp_header(2, 129, 0), pcp_header(1, 128, 0),
                          pcp_header(2, 128, 3), pcp_map_answer(Buffer(60), "5.6.7.8")})
    gateway.say(lie);
  Announcer{"192.168.51.1", 5350}.say(nat_pmp("5.6.7.8"));  // not from the server's port
  gateway.say(nat_pmp("5.6.7.8"), "192.168.51.2");          // to us alone
  gateway.say(nat_pmp("5.6.7.8"), "224.0.0.1", 5351);       // to servers
  Announcer{"192.168.51.66"}.say(nat_pmp("5.6.7.8"));
  listener.wait([&] { return !listener.stirs.empty(); });
  CHECK(listener.stirs == std::vector{address("192.168.51.66")});
}

TEST_CASE("a flood of announcements does not keep a question from its answer", "[native]") {
  if (!lay_cable()) return;
  Listener listener;
  ScriptedGateway gateway{listener.loop};
  gateway.script = [](const Buffer&) -> std::vector<ScriptedGateway::Reply> {
    return {{nat_pmp("5.6.7.8")}};
  };
  const Announcer stranger{"192.168.51.66"};
  std::size_t said = 0;
  const auto flood = [&] {
    for (int i = 0; i < 200; ++i, ++said) stranger.say(nat_pmp("6.6.6.6"));
  };
  flood();
  // More comes than is heard: each that is heard brings another.
  listener.on_event = [&] {
    if (said++ < 100'000) stranger.say(nat_pmp("6.6.6.6"));
  };
  CHECK(listener.ask().address == address("5.6.7.8"));
  CHECK(said < 100'000);
  CHECK(listener.stirs.size() <= said);
}

TEST_CASE("others on this machine may hear announcements too", "[native]") {
  if (!lay_cable()) return;
  const Fd other = udp_socket("0.0.0.0", 5350);
  Listener listener;
  Listener second;
  Announcer{}.say(nat_pmp("5.6.7.8"));
  listener.wait([&] { return !listener.stirs.empty(); });
  second.wait([&] { return !second.stirs.empty(); });
  char octet = 0;
  CHECK(recv(other.get(), &octet, 1, 0) == 1);
}

TEST_CASE("without the port for announcements questions are asked all the same", "[native]") {
  if (!lay_cable()) return;
  Asker asker;
  ScriptedGateway gateway{asker.loop};
  gateway.script = [](const Buffer&) -> std::vector<ScriptedGateway::Reply> {
    return {{nat_pmp("5.6.7.8")}};
  };
  {
    const Fd greedy = udp_socket("0.0.0.0", 5350, false);
    const Said said;
    CHECK(asker.ask().address);
    CHECK(asker.ask().address);
    CHECK(said.text() ==
          "nsfollow: cannot hear what gateways announce, so a new public address is noticed"
          " later: port 5350: " +
              std::generic_category().message(EADDRINUSE) + '\n');
  }
  // It is free now.
  CHECK(asker.ask().address);
  Announcer{}.say(nat_pmp("5.6.7.8"));
  asker.wait([&] { return !asker.stirs.empty(); });
}

TEST_CASE("a question leaves by the interface it was told to, or not at all", "[native]") {
  if (!lay_cable()) return;
  Asker asker;
  ScriptedGateway gateway{asker.loop};
  gateway.script = [](const Buffer&) -> std::vector<ScriptedGateway::Reply> {
    return {{nat_pmp("5.6.7.8")}};
  };
  CHECK(asker.ask("127.0.0.1", if_nametoindex("lo")).address);
  gateway.requests.clear();
  CHECK_FALSE(asker.ask("127.0.0.1", if_nametoindex("cable0")).address);
  CHECK(gateway.requests.empty());
  CHECK(asker.ask("127.0.0.1", 9999).why_not == "no such device");
}
