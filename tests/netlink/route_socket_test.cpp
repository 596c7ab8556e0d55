// SPDX-License-Identifier: MIT
// The one thing about opening a socket that depends on the library and on other programs.
#include "netlink/route_socket.h"
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cstdint>
#include <vector>
#include "base/fd.h"
#include "support/catch.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

// Libraries name a socket after the process, and processes of other namespaces have its number too.
TEST_CASE("the kernel can be asked where others have the names of our sockets") {
  if (!enter_private_network()) return;
  const auto open_as = [](std::uint32_t number) {
    Fd socket{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)};
    sockaddr_nl name{};
    name.nl_family = AF_NETLINK;
    name.nl_pid = static_cast<std::uint32_t>(getpid()) + (number << 22);
    REQUIRE(bind(socket.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
    return socket;
  };
  std::vector<Fd> others;
  for (std::uint32_t number = 0; number < 3; ++number) others.push_back(open_as(number));
  const auto ours = netlink::RouteSocket::open();
  const auto second = netlink::RouteSocket::open();
  REQUIRE(ours);
  REQUIRE(second);
  CHECK(ours->fd() != second->fd());
}
