// SPDX-License-Identifier: MIT
#include "support/scripted_server.h"
#include <arpa/inet.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace nsfollow::test {

namespace {

Fd make_socket(int type, std::uint16_t port) {
  Fd fd{socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  return fd;
}

std::uint16_t port_of(const Fd& fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

}  // namespace

ScriptedServer::ScriptedServer(uv::Loop& loop, Tcp tcp) : loop_(loop) {
  for (int attempt = 0; attempt < 50 && !tcp_; ++attempt) {
    udp_ = make_socket(SOCK_DGRAM, 0);
    port_ = port_of(udp_);
    tcp_ = make_socket(SOCK_STREAM, port_);
  }
  if (!tcp_) std::abort();
  udp_poll_ = std::make_unique<uv::Poll>(loop_, udp_.get(), [this] { hear_udp(); });
  if (tcp == Tcp::refuses) return;
  listen(tcp_.get(), 16);
  tcp_poll_ = std::make_unique<uv::Poll>(loop_, tcp_.get(), [this] { accept_one(); });
}

void ScriptedServer::stop_listening() {
  udp_poll_.reset();
  tcp_poll_.reset();
  udp_ = Fd{};
  tcp_ = Fd{};
}

void ScriptedServer::hear_udp() {
  Octets request(65536);
  socklen_t size = sizeof last_;
  const auto length = recvfrom(udp_.get(), request.data(), request.size(), 0,
                               reinterpret_cast<sockaddr*>(&last_), &size);
  if (length < 0) return;
  request.resize(static_cast<std::size_t>(length));
  ++datagrams_;
  if (!on_udp) return;
  for (auto& answer : on_udp(request)) {
    if (answer.after.count() == 0) {
      send(answer.octets, last_);
      continue;
    }
    delayed_.push_back(std::make_unique<uv::Timer>(
        loop_, [this, octets = std::move(answer.octets), to = last_] { send(octets, to); }));
    delayed_.back()->set(Clock::now() + answer.after);
  }
}

void ScriptedServer::send(const Octets& datagram, const sockaddr_in& to) {
  (void)sendto(udp_.get(), datagram.data(), datagram.size(), 0,
               reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

void ScriptedServer::send_from_elsewhere(const Octets& datagram) {
  const auto stranger = make_socket(SOCK_DGRAM, 0);
  (void)sendto(stranger.get(), datagram.data(), datagram.size(), 0,
               reinterpret_cast<const sockaddr*>(&last_), sizeof last_);
}

void ScriptedServer::accept_one() {
  Fd fd{accept4(tcp_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (!fd) return;
  ++connections_;
  auto& connection = open_.emplace_back();
  connection.fd = std::move(fd);
  if (reset_at_accept) return hang_up(connection, End::reset);
  connection.timer = std::make_unique<uv::Timer>(loop_, [&connection] { speak(connection); });
  connection.poll = std::make_unique<uv::Poll>(loop_, connection.fd.get(),
                                               [this, &connection] { hear_tcp(connection); });
}

void ScriptedServer::hear_tcp(Connection& connection) {
  std::array<std::uint8_t, 4096> part;
  const auto length = recv(connection.fd.get(), part.data(), part.size(), 0);
  if (length <= 0) return connection.poll.reset();
  connection.heard.insert(connection.heard.end(), part.begin(), part.begin() + length);
  const auto& heard = connection.heard;
  if (connection.speaking || heard.size() < 2) return;
  const std::size_t expected = static_cast<std::size_t>(heard[0]) << 8 | heard[1];
  if (heard.size() < 2 + expected || !on_tcp) return;
  connection.speech = on_tcp(Octets(heard.begin() + 2, heard.end()));
  connection.speaking = true;
  speak(connection);
}

void ScriptedServer::speak(Connection& connection) {
  const auto& speech = connection.speech;
  const auto left = speech.octets.size() - connection.said;
  const auto sent = ::send(connection.fd.get(), speech.octets.data() + connection.said,
                           std::min(left, speech.at_once), MSG_NOSIGNAL);
  if (sent > 0) connection.said += static_cast<std::size_t>(sent);
  if (connection.said == speech.octets.size()) return hang_up(connection, speech.end);
  const bool gone = sent < 0 && errno != EAGAIN;
  if (!gone)
    connection.timer->set(Clock::now() + std::max(speech.pause, std::chrono::milliseconds{1}));
}

void ScriptedServer::hang_up(Connection& connection, End end) {
  if (end == End::stay) return;
  if (end == End::half_close) {
    shutdown(connection.fd.get(), SHUT_WR);
    return;
  }
  if (end == End::reset) {
    const linger at_once{1, 0};
    setsockopt(connection.fd.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  connection.poll.reset();
  const Fd closing = std::move(connection.fd);
}

}  // namespace nsfollow::test
