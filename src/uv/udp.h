// SPDX-License-Identifier: MIT
// A UDP socket connected to one peer: datagrams from anybody else never get in, and ICMP errors do.
#pragma once
#include <array>
#include <functional>
#include <span>
#include "base/result.h"
#include "uv/binding.h"
#include "uv/endpoint.h"
#include "uv/handle.h"
#include "uv/loop.h"

namespace nsfollow::uv {

class Udp {
 public:
  // One octet more than the longest datagram anybody here has a use for; the rest of a longer one
  // is cut off, and its length still tells.
  static constexpr std::size_t longest = 4096;

  Udp(Loop& loop, std::function<void(std::span<const std::uint8_t>)> on_datagram,
      std::function<void(const SocketError&)> on_error);

  // The kernel picks a random port and the source address.  Once only.
  Result<Nothing, SocketError> connect(const Endpoint& peer);
  // The same from where it is said, and not at all if that cannot be.
  Result<Nothing, SocketError> connect(const Endpoint& peer, const Binding& binding);
  // The same, by this interface alone (an index; 0: as routed), where the kernel lets us: before
  // Linux 5.7 it wants CAP_NET_RAW for that, and without it the routes decide.
  Result<Nothing, SocketError> connect(const Endpoint& peer, unsigned interface);
  // At once or not at all.  May report an ICMP error that an earlier datagram earned.
  Result<Nothing, SocketError> send(std::span<const std::uint8_t> datagram);
  [[nodiscard]] std::optional<Endpoint> source() const;

 private:
  struct State {
    uv_udp_t handle{};
    std::array<std::uint8_t, longest + 1> buffer{};
    std::function<void(std::span<const std::uint8_t>)> on_datagram;
    std::function<void(const SocketError&)> on_error;
  };
  Result<Nothing, SocketError> connect_by(Fd fd, const Endpoint& peer);
  Result<Nothing, SocketError> listen();

  HandlePtr<State> state_;
};

}  // namespace nsfollow::uv
