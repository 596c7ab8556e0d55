// SPDX-License-Identifier: MIT
#include "support/web_server.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <array>
#include <cstdlib>
#include <utility>

namespace nsfollow::test {

bool Visitor::say(const std::string& octets) const {
  std::size_t said = 0;
  while (said < octets.size()) {
    const auto count = send(fd_, octets.data() + said, octets.size() - said, MSG_NOSIGNAL);
    if (count <= 0) return false;
    said += static_cast<std::size_t>(count);
  }
  return true;
}

WebServer::WebServer(Script script, bool ipv6)
    : script_(std::move(script)),
      listening_(socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  v6.sin6_family = AF_INET6;
  v6.sin6_addr = in6addr_loopback;
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* any = ipv6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
  socklen_t length = ipv6 ? sizeof v6 : sizeof v4;
  if (bind(listening_.get(), any, length) != 0 || listen(listening_.get(), 8) != 0 ||
      getsockname(listening_.get(), any, &length) != 0)
    std::abort();
  port_ = ntohs(ipv6 ? v6.sin6_port : v4.sin_port);
  thread_ = std::thread{[this] { serve(); }};
}

WebServer::~WebServer() {
  shutdown(listening_.get(), SHUT_RDWR);
  thread_.join();
}

std::string WebServer::url(const std::string& host) const {
  return "http://" + host + ':' + std::to_string(port_) + "/ip";
}

std::vector<std::string> WebServer::requests() {
  const std::lock_guard lock{mutex_};
  return requests_;
}

void WebServer::serve() {
  for (;;) {
    const Fd visitor{accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    if (!visitor) return;
    std::string request;
    std::array<char, 4096> buffer{};
    while (request.find("\r\n\r\n") == std::string::npos) {
      const auto count = recv(visitor.get(), buffer.data(), buffer.size(), 0);
      if (count <= 0) break;
      request.append(buffer.data(), static_cast<std::size_t>(count));
    }
    {
      const std::lock_guard lock{mutex_};
      requests_.push_back(request);
    }
    script_(Visitor{visitor.get()}, request);
  }
}

WebServer::Script page(const std::string& body, const std::string& status,
                       const std::string& headers) {
  return [=](const Visitor& visitor, const std::string&) {
    visitor.say("HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n" + headers + "\r\n" + body);
  };
}

}  // namespace nsfollow::test
