// SPDX-License-Identifier: MIT
#include "gateway/ear.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include "gateway/nat_pmp.h"
#include "gateway/pcp.h"

namespace nsfollow::gateway {

namespace {

constexpr std::size_t longest = 1100;  // RFC 6887 7; NAT-PMP's have 12 octets
constexpr int most_at_once = 16;       // then the rest of the program has its turn

// 224.0.0.1 and the port (RFC 6886 3.2.1, RFC 6887 14.1.3).  Bound to the group, the socket gets
// nothing that was sent to us alone.  Every interface of this machine is in this group, always, so
// there is no need to join it, nor to look after interfaces that come later.
sockaddr_in all_hosts() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(client_port);
  address.sin_addr.s_addr = htonl(INADDR_ALLHOSTS_GROUP);
  return address;
}

bool is_announcement(Octets datagram) {
  return parse_nat_pmp(datagram).has_value() || is_pcp_announcement(datagram);
}

}  // namespace

Ear::Ear(uv::Loop& loop, std::function<void(const core::IpAddress&)> on_stir)
    : loop_(loop), on_stir_(std::move(on_stir)) {}

Result<Nothing, std::string> Ear::open() {
  if (is_open()) return Nothing{};
  Fd fd{socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  const int yes = 1;  // others on this machine may want to hear as well
  const auto address = all_hosts();
  if (!fd || setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
      bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    return "port " + std::to_string(client_port) + ": " + std::system_category().message(errno);
  socket_ = std::move(fd);
  poll_.emplace(loop_, socket_.get(), [this] { hear(); });
  return Nothing{};
}

void Ear::hear() {
  std::array<std::uint8_t, longest + 1> buffer{};
  for (int count = 0; count < most_at_once; ++count) {
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const auto length = recvfrom(socket_.get(), buffer.data(), buffer.size(), 0,
                                 reinterpret_cast<sockaddr*>(&from), &size);
    if (length < 0) return;
    if (from.sin_port != htons(server_port)) continue;
    if (!is_announcement(Octets{buffer}.first(static_cast<std::size_t>(length)))) continue;
    const auto* octets = reinterpret_cast<const std::uint8_t*>(&from.sin_addr);
    on_stir_(*core::IpAddress::from_bytes({octets, 4}));
  }
}

}  // namespace nsfollow::gateway
