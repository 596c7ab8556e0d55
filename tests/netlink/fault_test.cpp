// SPDX-License-Identifier: MIT
// The watcher against a kernel that fails, interrupts and keeps silent.
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <cerrno>
#include <cstring>
#include <string>
#include "base/fd.h"
#include "netlink/ear.h"
#include "netlink/faults.h"
#include "netlink/message.h"
#include "netlink/wire.h"
#include "support/catch.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

// Fails the first `count` calls with this error.
std::function<int()> fail_first(int count, int error) {
  return [left = count, error]() mutable { return left-- > 0 ? error : 0; };
}

// Marks the first `count` answers like a dump that was interrupted.
std::function<void(std::span<std::uint8_t>)> interrupt_first(int count) {
  return [left = count](std::span<std::uint8_t> answer) mutable {
    if (left-- <= 0) return;
    nlmsghdr header{};
    std::memcpy(&header, answer.data(), sizeof header);
    header.nlmsg_flags |= NLM_F_DUMP_INTR;
    std::memcpy(answer.data(), &header, sizeof header);
  };
}

// Makes each answer that has these flags end with an error.
std::function<void(std::span<std::uint8_t>)> fail_at_the_end(int error, unsigned flags) {
  return [failed = -error, flags](std::span<std::uint8_t> answer) {
    netlink::Bytes rest = answer;
    while (const auto message = netlink::next_message(rest)) {
      const auto header = *netlink::peek<nlmsghdr>(*message);
      if (header.nlmsg_type != NLMSG_DONE || (header.nlmsg_flags & flags) != flags) continue;
      const auto at = message->data() - answer.data();
      std::memcpy(answer.data() + at + sizeof header, &failed, sizeof failed);
    }
  };
}

std::string refusal_of(Ear& ear) {
  const auto before = ear.refusals;
  ear.watcher().look();
  REQUIRE(ear.refusals == before);  // never inside the call
  REQUIRE(ear.wait_until([&] { return ear.refusals > before; }));
  return std::exchange(ear.why_not, {});
}

// The port of this process's socket that is subscribed to the kernel's news.
std::uint32_t port_of_the_watcher() {
  for (int fd = 3; fd < 200; ++fd) {
    sockaddr_nl self{};
    socklen_t size = sizeof self;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&self), &size) == 0 &&
        self.nl_family == AF_NETLINK && self.nl_groups != 0) {
      return self.nl_pid;
    }
  }
  return 0;
}

}  // namespace

TEST_CASE("an interrupted look is thrown away and done again") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  Ear ear;
  Faulty kernel;
  kernel->spoil_answer = interrupt_first(3);
  CHECK(address_of(ear.look(), "wan0", "5.6.7.8"));
  CHECK(ear.watcher().interrupted_looks() >= 1);
  CHECK(ear.pictures == 1);
  CHECK(ear.refusals == 0);

  kernel->spoil_answer = interrupt_first(1 << 30);
  CHECK_THAT(refusal_of(ear), ContainsSubstring("keep changing"));
  CHECK(ear.pictures == 1);
  kernel->spoil_answer = nullptr;
  CHECK(address_of(ear.look(), "wan0", "5.6.7.8"));
}

TEST_CASE("a look that loses a part of its answer is done again") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  Ear ear;
  Faulty kernel;
  const int error = GENERATE(ENOBUFS, EIO);
  kernel->answer_error = fail_first(2, error);
  CHECK(address_of(ear.look(), "wan0", "5.6.7.8"));
  CHECK(ear.watcher().interrupted_looks() == 2);

  kernel->answer_error = fail_first(1 << 30, error);
  CHECK(refusal_of(ear) != "");
  CHECK(ear.pictures == 1);
  kernel->answer_error = nullptr;
  CHECK(address_of(ear.look(), "wan0", "5.6.7.8"));
}

TEST_CASE("a failure that the kernel tells at the end of its answer is not a picture") {
  if (!enter_private_network()) return;
  Ear ear;
  Faulty kernel;
  kernel->spoil_answer = fail_at_the_end(EPERM, 0);
  CHECK_THAT(refusal_of(ear), ContainsSubstring("not permitted"));
  kernel->spoil_answer = fail_at_the_end(ENOENT, 0);
  CHECK_THAT(refusal_of(ear), ContainsSubstring("No such file"));
  CHECK(ear.pictures == 0);
}

TEST_CASE("a machine without a main table is seen without default routes") {
  if (!enter_private_network()) return;
  Ear ear;
  Faulty kernel;
  kernel->spoil_answer = fail_at_the_end(ENOENT, NLM_F_DUMP_FILTERED);  // only routes are filtered
  CHECK(named(ear.look(), "lo"));
  CHECK(ear.seen->default_routes.empty());
}

TEST_CASE("garbage from the kernel is never a picture, and never harms") {
  if (!enter_private_network()) return;
  Ear ear;
  Faulty kernel;
  kernel->spoil_answer = [](std::span<std::uint8_t> answer) {
    // The length of the first message's last attribute, or of a message: whatever stands there.
    for (std::size_t i = 32; i + 4 < answer.size(); i += 36) answer[i] ^= 0x55;
  };
  ear.watcher().look();
  REQUIRE(ear.wait_until([&] { return ear.refusals > 0 || ear.pictures > 0; }));
  kernel->spoil_answer = nullptr;
  ear.why_not.clear();
  CHECK(named(ear.look(), "lo"));
}

TEST_CASE("a kernel that does not answer is given up after two seconds") {
  if (!enter_private_network()) return;
  Ear ear;
  Faulty kernel;
  kernel->swallow_requests = true;
  const auto start = Clock::now();
  CHECK_THAT(refusal_of(ear), ContainsSubstring("did not answer"));
  CHECK(Clock::now() - start >= std::chrono::seconds{2});
  kernel->swallow_requests = false;
  CHECK(named(ear.look(), "lo"));
}

TEST_CASE("an overrun alone is a reason to look, whatever the kernel kept") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  Ear ear;
  Faulty kernel;
  ear.settle();
  kernel->news_error = fail_first(1, ENOBUFS);
  REQUIRE(ip("route add 9.9.9.0/24 via 5.6.7.1"));  // would wake nobody
  REQUIRE(ear.hears_a_stir());
  CHECK(ear.watcher().overruns() == 1);
}

TEST_CASE("when the socket breaks the watcher listens on a new one") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  ear.settle();
  Faulty kernel;
  kernel->news_error = fail_first(1, EIO);
  ear.stirs = 0;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ear.hears_a_stir());
  CHECK(ear.refusals == 0);
  ear.settle();
  REQUIRE(ip("addr add 5.6.7.9/24 dev wan0"));
  REQUIRE(ear.hears_a_stir());
  CHECK(address_of(ear.look(), "wan0", "5.6.7.9"));
}

TEST_CASE("a watcher that cannot listen again says so and tries with every look") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  ear.look();
  ear.settle();
  Faulty kernel;
  kernel->news_error = fail_first(1, EIO);
  kernel->no_sockets = true;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ear.wait_until([&] { return ear.refusals == 1; }));
  CHECK_THAT(refusal_of(ear), ContainsSubstring("netlink socket"));
  CHECK(ear.pictures == 1);

  kernel->no_sockets = false;
  CHECK(address_of(ear.look(), "wan0", "5.6.7.8"));
  ear.settle();
  REQUIRE(ip("addr add 5.6.7.9/24 dev wan0"));
  CHECK(ear.hears_a_stir());
}

TEST_CASE("a machine without sockets to spare answers a look with the reason") {
  if (!enter_private_network()) return;
  Ear ear;
  Faulty kernel;
  kernel->no_sockets = true;
  CHECK_THAT(refusal_of(ear), ContainsSubstring("netlink socket"));
  kernel->no_sockets = false;
  CHECK(named(ear.look(), "lo"));
}

TEST_CASE("an old kernel that does not filter gives the same picture") {
  if (!enter_private_network()) return;
  Wire wire;
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  REQUIRE(ip("route add default via 5.6.7.1 metric 100"));
  REQUIRE(ip("route add unreachable default metric 200"));
  REQUIRE(ip("route add default via 5.6.7.1 table 1000"));
  Faulty kernel;
  kernel->no_options = GENERATE(false, true);
  Ear ear;
  const auto seen = ear.look();
  CHECK(address_of(seen, "wan0", "5.6.7.8"));
  REQUIRE(seen.default_routes.size() == 1);
  CHECK(seen.default_routes[0].metric == 100);
}

TEST_CASE("a look asked for during a look is answered by what is true after it") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  Faulty kernel;
  int answers = 0;
  kernel->spoil_answer = [&](std::span<std::uint8_t>) {
    if (++answers != 6) return;  // the addresses have been read by then
    REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
    ear.watcher().look();
  };
  CHECK(address_of(ear.look(), "wan0", "5.6.7.8"));
  CHECK(ear.pictures == 1);
}

TEST_CASE("a look may be asked for from within the answer to another") {
  if (!enter_private_network()) return;
  Ear ear;
  ear.on_seen = [&](const core::Seen&) {
    if (ear.pictures < 3) ear.watcher().look();
  };
  ear.watcher().look();
  CHECK(ear.wait_until([&] { return ear.pictures == 3; }));
}

TEST_CASE("news that another process sends is ignored") {
  if (!enter_private_network()) return;
  Wire wire;
  Ear ear;
  ear.settle();
  sockaddr_nl to{};
  to.nl_family = AF_NETLINK;
  to.nl_pid = port_of_the_watcher();
  REQUIRE(to.nl_pid != 0);
  const auto forged = [] {
    ifinfomsg header{};
    header.ifi_index = 77;
    return MessageOf(RTM_NEWLINK, header).attribute(IFLA_IFNAME, "evil0").bytes();
  }();
  const Fd sender{socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)};
  ear.stirs = 0;
  REQUIRE(sendto(sender.get(), forged.data(), forged.size(), 0,
                 reinterpret_cast<const sockaddr*>(&to),
                 sizeof to) == static_cast<ssize_t>(forged.size()));
  ear.settle();
  CHECK(ear.stirs == 0);
  REQUIRE(ip("addr add 5.6.7.8/24 dev wan0"));
  CHECK(ear.hears_a_stir());
}
