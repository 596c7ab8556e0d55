// SPDX-License-Identifier: MIT
// A name server on 127.0.0.1 that says whatever a test wants, in the loop of the test itself.
#pragma once
#include <netinet/in.h>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <vector>
#include "base/fd.h"
#include "uv/poll.h"
#include "uv/timer.h"

namespace nsfollow::test {

class ScriptedServer {
 public:
  using Octets = std::vector<std::uint8_t>;
  struct Datagram {
    Octets octets;
    std::chrono::milliseconds after{0};
  };
  enum class End { close, half_close, reset, stay };
  struct Speech {  // what goes out over a connection, length and all
    Octets octets;
    std::size_t at_once = 1'000'000;  // octets, then the pause
    std::chrono::milliseconds pause{0};
    End end = End::close;
  };
  enum class Tcp { listens, refuses };

  explicit ScriptedServer(uv::Loop& loop, Tcp tcp = Tcp::listens);

  // What to answer; a request that nobody has a script for gets nothing.
  std::function<std::vector<Datagram>(const Octets& request)> on_udp;
  std::function<Speech(const Octets& request)> on_tcp;  // the request without its length
  bool reset_at_accept = false;

  void stop_listening();  // both ports refuse from now on
  // To whoever asked last, but from another port than ours.
  void send_from_elsewhere(const Octets& datagram);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t datagrams() const { return datagrams_; }
  [[nodiscard]] std::size_t connections() const { return connections_; }

 private:
  struct Connection {
    Fd fd;
    Octets heard;
    Speech speech;
    std::size_t said = 0;
    bool speaking = false;
    std::unique_ptr<uv::Poll> poll;
    std::unique_ptr<uv::Timer> timer;
  };
  void hear_udp();
  void send(const Octets& datagram, const sockaddr_in& to);
  void accept_one();
  void hear_tcp(Connection& connection);
  static void speak(Connection& connection);
  static void hang_up(Connection& connection, End end);

  uv::Loop& loop_;
  std::uint16_t port_ = 0;
  Fd udp_, tcp_;
  std::unique_ptr<uv::Poll> udp_poll_, tcp_poll_;
  sockaddr_in last_{};
  std::size_t datagrams_ = 0, connections_ = 0;
  std::list<Connection> open_;
  std::list<std::unique_ptr<uv::Timer>> delayed_;
};

}  // namespace nsfollow::test
