// SPDX-License-Identifier: MIT
#include "gateway/scripted_gateway.h"
#include <sys/socket.h>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace nsfollow::test {

Fd udp_socket(const std::string& address, std::uint16_t port, bool shares) {
  Fd fd{socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  const int share = shares ? 1 : 0;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &share, sizeof share);
  const auto own = *uv::Endpoint::literal(address, port);
  if (bind(fd.get(), own.raw(), sizeof(sockaddr_in)) == 0) return fd;
  std::perror("bind");
  std::abort();
}

void send_to(const Fd& fd, const Buffer& packet, const uv::Endpoint& to) {
  (void)sendto(fd.get(), packet.data(), packet.size(), 0, to.raw(), sizeof(sockaddr_in));
}

ScriptedGateway::ScriptedGateway(uv::Loop& loop)
    : loop_(loop),
      socket_(udp_socket("127.0.0.1", port)),
      poll_(std::make_unique<uv::Poll>(loop, socket_.get(), [this] { hear(); })) {}

void ScriptedGateway::stop_listening() {
  poll_.reset();
  socket_ = Fd{};
}

void ScriptedGateway::hear() {
  std::array<std::uint8_t, 2048> buffer{};
  sockaddr_in from{};
  socklen_t size = sizeof from;
  auto* any = reinterpret_cast<sockaddr*>(&from);
  const auto length = recvfrom(socket_.get(), buffer.data(), buffer.size(), 0, any, &size);
  if (length < 0) return;
  requests.emplace_back(buffer.begin(), buffer.begin() + length);
  if (!script) return;
  for (auto& reply : script(requests.back())) {
    const auto say = [this, reply, to = *uv::Endpoint::from(any)] {
      const bool is_ours = reply.from == "127.0.0.1" && reply.from_port == port;
      if (is_ours && !socket_) return;
      const Fd other = is_ours ? Fd{} : udp_socket(reply.from, reply.from_port);
      send_to(is_ours ? socket_ : other, reply.octets, to);
    };
    if (reply.after.count() == 0) {
      say();
      continue;
    }
    delayed_.push_back(std::make_unique<uv::Timer>(loop_, say));
    delayed_.back()->set(Clock::now() + reply.after);
  }
}

}  // namespace nsfollow::test
