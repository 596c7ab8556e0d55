// SPDX-License-Identifier: MIT
#include "uplink.h"
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace nsfollow::bench {

namespace {

struct Attribute {
  rtattr header;
  Ipv4 address;
};

struct Request {
  nlmsghdr header{};
  ifaddrmsg message{};
  Attribute local{};
  Attribute peer{};
};

Request request(std::uint16_t type, std::uint16_t flags, unsigned index, const Ipv4& address) {
  Request all;
  all.header.nlmsg_len = sizeof all;
  all.header.nlmsg_type = type;
  all.header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
  all.message.ifa_family = AF_INET;
  all.message.ifa_prefixlen = 24;
  all.message.ifa_index = index;
  all.local = {{sizeof(Attribute), IFA_LOCAL}, address};
  all.peer = {{sizeof(Attribute), IFA_ADDRESS}, address};
  return all;
}

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

}  // namespace

Ipv4 address(long n) { return {5, 6, 7, static_cast<std::uint8_t>(10 + n % 210)}; }

Uplink::Uplink(const char* interface)
    : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)),
      index_(if_nametoindex(interface)) {
  if (!fd_ || index_ == 0) give_up(interface);
}

void Uplink::advance(long n) {
  const std::array both{
      request(RTM_DELADDR, 0, index_, address(n)),
      request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, index_, address(n + 1)),
  };
  if (send(fd_.get(), both.data(), sizeof both, 0) < 0) give_up("changing the address");
  for (int acknowledged = 0; acknowledged < 2;) {
    alignas(nlmsghdr) std::array<char, 8192> answer{};
    const auto size = recv(fd_.get(), answer.data(), answer.size(), 0);
    if (size < 0) give_up("changing the address");
    auto left = static_cast<unsigned>(size);
    for (auto* message = reinterpret_cast<nlmsghdr*>(answer.data()); NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      nlmsgerr error{};
      std::memcpy(&error, NLMSG_DATA(message), sizeof error);
      errno = -error.error;
      if (error.error != 0) give_up("changing the address");
      ++acknowledged;
    }
  }
}

}  // namespace nsfollow::bench
