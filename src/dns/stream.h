// SPDX-License-Identifier: MIT
// One message each way over a TCP connection of its own (RFC 1035 4.2.2, RFC 7766).
#pragma once
#include <functional>
#include <string>
#include "dns/wire.h"
#include "uv/tcp.h"

namespace nsfollow::dns {

// Bounds what it reads, not how long it takes: whoever waits has the watch.
class Stream {
 public:
  struct Listener {
    std::function<void(const uv::Endpoint& source)> on_connected;
    std::function<void(Octets)> on_answer;
    // Instead of an answer.  `reached`: there was a connection, so the request may have arrived.
    std::function<void(std::string why, bool reached)> on_failed;
  };
  Stream(uv::Loop& loop, Octets request, Listener listener);

  // Exactly one of on_answer and on_failed comes, perhaps within this call; nothing follows it.
  void begin(const uv::Endpoint& server);
  void stop();  // nothing comes any more; may be called within the callbacks

 private:
  void say();
  void receive(Octets octets);
  void fail(std::string why);

  Listener listener_;
  std::optional<uv::Tcp> tcp_;
  Buffer outgoing_;
  Buffer inbox_;
  bool reached_ = false;
  bool over_ = false;
};

}  // namespace nsfollow::dns
