// SPDX-License-Identifier: MIT
#include "uv/binding.h"
#include <net/if.h>
#include <cerrno>

namespace nsfollow::uv {

namespace {

SocketError why(std::string text) {
  return {.refused = false, .passing = false, .text = std::move(text)};
}

socklen_t size_of(const Endpoint& endpoint) {
  return endpoint.raw()->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
}

// Without a capability since Linux 5.7.
Result<Nothing, SocketError> bind_to_interface(const Fd& fd, const std::string& name) {
  if (name.size() >= IFNAMSIZ) return why("there is no interface " + name);  // else it is cut off
  if (setsockopt(fd.get(), SOL_SOCKET, SO_BINDTODEVICE, name.c_str(),
                 static_cast<socklen_t>(name.size())) == 0)
    return Nothing{};
  if (errno == ENODEV) return why("there is no interface " + name);
  if (errno == EPERM)
    return why("this kernel lets only CAP_NET_RAW choose the interface, here " + name);
  return SocketError::from(-errno);
}

Result<Nothing, SocketError> bind_to_source(const Fd& fd, Endpoint source, const Endpoint& peer) {
  source = source.on_link_of(peer);
  if (bind(fd.get(), source.raw(), size_of(source)) == 0) return Nothing{};
  if (errno == EADDRNOTAVAIL) return why("this machine has no address " + source.address_text());
  return SocketError::from(-errno);
}

}  // namespace

Result<Fd, SocketError> bound_socket(int type, const Endpoint& peer, const Binding& binding) {
  Fd fd{socket(peer.raw()->sa_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!fd) return SocketError::from(-errno);
  if (!binding.interface.empty())
    if (auto bound = bind_to_interface(fd, binding.interface); !bound) return bound.error();
  if (binding.source)
    if (auto bound = bind_to_source(fd, *binding.source, peer); !bound) return bound.error();
  return fd;
}

}  // namespace nsfollow::uv
