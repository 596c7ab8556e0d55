// SPDX-License-Identifier: MIT
// A gateway on this machine that says whatever a test wants, in the loop of the test itself.
#pragma once
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "base/fd.h"
#include "gateway/packets.h"
#include "uv/endpoint.h"
#include "uv/poll.h"
#include "uv/timer.h"

namespace nsfollow::test {

// A UDP socket of this address and port.  It shares the port only if told to.
[[nodiscard]] Fd udp_socket(const std::string& address, std::uint16_t port, bool shares = true);
void send_to(const Fd& fd, const Buffer& packet, const uv::Endpoint& to);

class ScriptedGateway {
 public:
  static constexpr std::uint16_t port = 5351;
  struct Reply {
    Buffer octets;
    std::chrono::milliseconds after{0};
    std::string from = "127.0.0.1";
    std::uint16_t from_port = port;
  };

  explicit ScriptedGateway(uv::Loop& loop);

  // What to answer; nobody answers where there is no script.
  std::function<std::vector<Reply>(const Buffer& request)> script;
  void stop_listening();  // the port refuses from now on

  std::vector<Buffer> requests;
  [[nodiscard]] std::size_t count(bool (*kind)(const Buffer&)) const {
    return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(), kind));
  }

 private:
  void hear();

  uv::Loop& loop_;
  Fd socket_;
  std::unique_ptr<uv::Poll> poll_;
  std::list<std::unique_ptr<uv::Timer>> delayed_;
};

}  // namespace nsfollow::test
