// SPDX-License-Identifier: MIT
// An address and a port of a peer, or our own; and why the kernel would not reach one.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace nsfollow::uv {

class Endpoint {
 public:
  // Numeric addresses only; "fe80::1%eth0" names a link.  Nothing for anything else.
  [[nodiscard]] static std::optional<Endpoint> literal(const std::string& host, std::uint16_t port);
  // Nothing for families other than IPv4 and IPv6.
  [[nodiscard]] static std::optional<Endpoint> from(const sockaddr* address);

  [[nodiscard]] const sockaddr* raw() const { return &address_.any; }
  [[nodiscard]] std::span<const std::uint8_t> address_bytes() const;  // 4 or 16
  [[nodiscard]] std::string address_text() const;                     // without the port
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] Endpoint with_port(std::uint16_t port) const;
  // A link-local address means nothing without its link: here, the peer's.
  [[nodiscard]] Endpoint on_link_of(const Endpoint& peer) const;
  bool operator==(const Endpoint& other) const;

 private:
  union Address {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  };
  Address address_{.v6 = {}};
};

struct SocketError {
  bool refused = false;  // an ICMP message or a RST: nobody listens there
  bool passing = false;  // a full queue or the like: the next try may do
  std::string text;      // for people, "connection refused"

  [[nodiscard]] static SocketError from(int status);  // a negative libuv status
};

}  // namespace nsfollow::uv
