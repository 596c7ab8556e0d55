// SPDX-License-Identifier: MIT
// A web server on a loopback address that says whatever a test wants, in a thread of its own.
#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
#include "base/fd.h"

namespace nsfollow::test {

// One end of a connection, while the script runs.
class Visitor {
 public:
  explicit Visitor(int fd) : fd_(fd) {}
  bool say(const std::string& octets) const;  // false when the other end has hung up

 private:
  int fd_;
};

class WebServer {
 public:
  using Script = std::function<void(const Visitor& visitor, const std::string& request)>;

  // Whatever it is asked, the script says the answer, status line and all; then it hangs up.
  explicit WebServer(Script script, bool ipv6 = false);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const;
  [[nodiscard]] std::vector<std::string> requests();

 private:
  void serve();

  Script script_;
  Fd listening_;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

// A script that says one page, with these lines before its body.
WebServer::Script page(const std::string& body, const std::string& status = "200 OK",
                       const std::string& headers = "");

}  // namespace nsfollow::test
