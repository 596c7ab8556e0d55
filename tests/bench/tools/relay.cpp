// SPDX-License-Identifier: MIT
// A longer path: hands UDP datagrams on, each later by a fixed time, in both directions.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <utility>
#include <vector>
#include "base/fd.h"
#include "command.h"

namespace nsfollow::bench {

namespace {

using Clock = std::chrono::steady_clock;

sockaddr_in endpoint(const char* address, const char* port) {
  sockaddr_in all{};
  all.sin_family = AF_INET;
  all.sin_port = htons(static_cast<std::uint16_t>(number(port)));
  if (inet_pton(AF_INET, address, &all.sin_addr) == 1) return all;
  std::fprintf(stderr, "bench_tool: \"%s\" is no address\n", address);
  std::exit(1);
}

const sockaddr* raw(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

class Relay {
 public:
  Relay(const sockaddr_in& at, const sockaddr_in& to, Clock::duration delay)
      : door_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
        to_(to),
        delay_(delay) {
    if (bind(door_.get(), raw(at), sizeof at) != 0) {
      std::perror("bind");
      std::exit(1);
    }
  }

  [[noreturn]] void run() {
    for (;;) {
      wait();
      take_requests();
      for (auto& [client, way] : ways_) take_answers(client, way.get());
      deliver();
    }
  }

 private:
  using Client = std::pair<in_addr_t, in_port_t>;
  using Datagram = std::vector<char>;
  struct Late {
    Clock::time_point due;
    int by;
    sockaddr_in to;
    Datagram octets;
  };

  // As many clients as a bench has are few; each keeps a socket for good.
  void wait() {
    std::vector<pollfd> all{{door_.get(), POLLIN, 0}};
    for (const auto& [client, way] : ways_) all.push_back({way.get(), POLLIN, 0});
    timespec left{3600, 0};
    if (!late_.empty()) {
      const auto span = std::max(late_.front().due - Clock::now(), Clock::duration::zero());
      left = {0, std::chrono::nanoseconds{span}.count()};
    }
    ppoll(all.data(), all.size(), &left, nullptr);
  }

  void take_requests() {
    std::array<char, 4096> octets{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    for (;;) {
      const auto count = recvfrom(door_.get(), octets.data(), octets.size(), 0,
                                  reinterpret_cast<sockaddr*>(&from), &size);
      if (count < 0) return;
      auto& way = ways_[{from.sin_addr.s_addr, from.sin_port}];
      if (!way) way = Fd{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
      late_.push_back(
          {Clock::now() + delay_, way.get(), to_, {octets.begin(), octets.begin() + count}});
    }
  }

  void take_answers(const Client& client, int way) {
    std::array<char, 4096> octets{};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = client.first;
    to.sin_port = client.second;
    for (;;) {
      const auto count = recv(way, octets.data(), octets.size(), 0);
      if (count < 0) return;
      late_.push_back(
          {Clock::now() + delay_, door_.get(), to, {octets.begin(), octets.begin() + count}});
    }
  }

  void deliver() {
    for (; !late_.empty() && late_.front().due <= Clock::now(); late_.pop_front()) {
      const auto& next = late_.front();
      sendto(next.by, next.octets.data(), next.octets.size(), 0, raw(next.to), sizeof next.to);
    }
  }

  Fd door_;
  sockaddr_in to_;
  Clock::duration delay_;
  std::map<Client, Fd> ways_;
  std::deque<Late> late_;
};

}  // namespace

int relay(Words words) {
  Relay{endpoint(words[0], words[1]), endpoint(words[2], words[3]),
        std::chrono::milliseconds{number(words[4])}}
      .run();
}

}  // namespace nsfollow::bench
