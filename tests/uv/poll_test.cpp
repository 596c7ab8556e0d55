// SPDX-License-Identifier: MIT
#include "uv/poll.h"
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include "base/fd.h"
#include "support/catch.h"
#include "uv/timer.h"

using namespace nsfollow;
using namespace std::chrono_literals;

namespace {

struct Pair {
  Pair() {
    int fds[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fds) == 0);
    here = Fd{fds[0]};
    there = Fd{fds[1]};
  }
  void say() { REQUIRE(write(there.get(), "x", 1) == 1); }
  bool hear() {
    char byte = 0;
    return read(here.get(), &byte, 1) == 1;
  }
  Fd here, there;
};

void pass_time(uv::Loop& loop) {
  bool done = false;
  uv::Timer timer(loop, [&] { done = true; });
  timer.set(Clock::now() + 3ms);
  while (!done) loop.run_once();
}

}  // namespace

TEST_CASE("a descriptor is reported as often as there is something to read") {
  uv::Loop loop;
  Pair pair;
  int heard = 0;
  uv::Poll poll(loop, pair.here.get(), [&] { heard += pair.hear() ? 1 : 0; });
  for (int i = 1; i <= 3; ++i) {
    pair.say();
    pair.say();
    while (heard < 2 * i) loop.run_once();
    CHECK(heard == 2 * i);
  }
}

// The kernel puts an error on a netlink socket when its queue runs over.  So does a datagram
// socket whose peer is gone; here a UDP packet to a port where nobody listens does it.
TEST_CASE("a descriptor in an error state is reported, and is heard again afterwards") {
  uv::Loop loop;
  const Fd receiver{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  sockaddr_in nobody{};
  nobody.sin_family = AF_INET;
  nobody.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof nobody;
  auto* address = reinterpret_cast<sockaddr*>(&nobody);
  {
    const Fd closed_soon{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    REQUIRE(bind(closed_soon.get(), address, sizeof nobody) == 0);
    REQUIRE(getsockname(closed_soon.get(), address, &size) == 0);
  }
  REQUIRE(connect(receiver.get(), address, size) == 0);

  int errors = 0, words = 0;
  uv::Poll poll(loop, receiver.get(), [&] {
    char byte = 0;
    const auto count = recv(receiver.get(), &byte, 1, 0);
    if (count == 1) ++words;
    if (count < 0 && errno == ECONNREFUSED) ++errors;
  });
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(send(receiver.get(), "x", 1, 0) == 1);
    while (errors < i) loop.run_once();
  }
  const Fd sender{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  REQUIRE(bind(sender.get(), address, size) == 0);
  sockaddr_in us{};
  REQUIRE(getsockname(receiver.get(), reinterpret_cast<sockaddr*>(&us), &size) == 0);
  REQUIRE(sendto(sender.get(), "x", 1, 0, reinterpret_cast<sockaddr*>(&us), size) == 1);
  while (words < 1) loop.run_once();
  CHECK(words == 1);
}

TEST_CASE("a descriptor whose other end is gone is reported") {
  uv::Loop loop;
  int fds[2];
  REQUIRE(pipe2(fds, O_CLOEXEC) == 0);
  const Fd reader{fds[0]};
  std::optional<Fd> writer{fds[1]};
  bool ended = false;
  std::optional<uv::Poll> poll;
  poll.emplace(loop, reader.get(), [&] {
    char byte = 0;
    ended = read(reader.get(), &byte, 1) == 0;
    if (ended) poll.reset();
  });
  writer.reset();
  while (!ended) loop.run_once();
  CHECK(ended);
}

TEST_CASE("a watched descriptor may be let go in its own callback") {
  uv::Loop loop;
  auto pair = std::make_unique<Pair>();
  std::optional<uv::Poll> poll;
  std::string seen;
  poll.emplace(loop, pair->here.get(), [&, copy = std::string(100, 'x')] {
    poll.reset();
    pair.reset();
    seen = copy;
  });
  pair->say();
  while (seen.empty()) loop.run_once();
  CHECK(seen.size() == 100);
}

TEST_CASE("a number that is used again for another descriptor belongs to the new one") {
  uv::Loop loop;
  auto first = std::make_unique<Pair>();
  const int number = first->here.get();
  std::optional<uv::Poll> poll;
  poll.emplace(loop, number, [] { FAIL("nobody spoke to the first"); });
  poll.reset();
  first.reset();
  Pair second;
  REQUIRE(second.here.get() == number);
  int heard = 0;
  poll.emplace(loop, number, [&] { heard += second.hear() ? 1 : 0; });
  second.say();
  while (heard == 0) loop.run_once();
  CHECK(heard == 1);
}

TEST_CASE("a descriptor that is let go is never reported") {
  uv::Loop loop;
  Pair pair;
  {
    uv::Poll poll(loop, pair.here.get(), [] { FAIL("it was let go"); });
    pair.say();
  }
  pass_time(loop);
  CHECK(pair.hear());
}
