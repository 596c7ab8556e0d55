// SPDX-License-Identifier: MIT
#include "uv/endpoint.h"
#include <uv.h>
#include <algorithm>
#include <array>
#include <cstring>

namespace nsfollow::uv {

std::optional<Endpoint> Endpoint::literal(const std::string& host, std::uint16_t port) {
  Endpoint endpoint;
  if (uv_ip4_addr(host.c_str(), port, &endpoint.address_.v4) == 0) return endpoint;
  endpoint.address_.v6 = {};
  if (uv_ip6_addr(host.c_str(), port, &endpoint.address_.v6) == 0) return endpoint;
  return std::nullopt;
}

std::optional<Endpoint> Endpoint::from(const sockaddr* address) {
  Endpoint endpoint;
  if (address->sa_family == AF_INET) {
    std::memcpy(&endpoint.address_.v4, address, sizeof endpoint.address_.v4);
    return endpoint;
  }
  if (address->sa_family == AF_INET6) {
    std::memcpy(&endpoint.address_.v6, address, sizeof endpoint.address_.v6);
    return endpoint;
  }
  return std::nullopt;
}

std::span<const std::uint8_t> Endpoint::address_bytes() const {
  if (address_.any.sa_family == AF_INET)
    return {reinterpret_cast<const std::uint8_t*>(&address_.v4.sin_addr), 4};
  return {reinterpret_cast<const std::uint8_t*>(&address_.v6.sin6_addr), 16};
}

std::string Endpoint::address_text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address_.any.sa_family == AF_INET)
    uv_ip4_name(&address_.v4, text.data(), text.size());
  else
    uv_ip6_name(&address_.v6, text.data(), text.size());
  return text.data();
}

std::uint16_t Endpoint::port() const {
  return ntohs(address_.any.sa_family == AF_INET ? address_.v4.sin_port : address_.v6.sin6_port);
}

Endpoint Endpoint::with_port(std::uint16_t port) const {
  Endpoint other = *this;
  auto& field =
      address_.any.sa_family == AF_INET ? other.address_.v4.sin_port : other.address_.v6.sin6_port;
  field = htons(port);
  return other;
}

Endpoint Endpoint::on_link_of(const Endpoint& peer) const {
  Endpoint other = *this;
  if (address_.any.sa_family == AF_INET6 && peer.address_.any.sa_family == AF_INET6 &&
      IN6_IS_ADDR_LINKLOCAL(&address_.v6.sin6_addr))
    other.address_.v6.sin6_scope_id = peer.address_.v6.sin6_scope_id;
  return other;
}

bool Endpoint::operator==(const Endpoint& other) const {
  if (address_.any.sa_family != other.address_.any.sa_family || port() != other.port())
    return false;
  if (address_.any.sa_family == AF_INET6 &&
      address_.v6.sin6_scope_id != other.address_.v6.sin6_scope_id)
    return false;
  return std::ranges::equal(address_bytes(), other.address_bytes());
}

SocketError SocketError::from(int status) {
  return {.refused = status == UV_ECONNREFUSED,
          // EPERM: a packet filter of this machine dropped it, perhaps only this one.
          .passing = status == UV_EAGAIN || status == UV_ENOBUFS || status == UV_EPERM,
          .text = uv_strerror(status)};
}

}  // namespace nsfollow::uv
