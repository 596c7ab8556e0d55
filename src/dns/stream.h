// SPDX-License-Identifier: MIT
// Messages over one connection: TCP (RFC 1035 4.2.2, RFC 7766), or TLS over it (RFC 7858).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include "core/reply.h"
#include "dns/tls.h"
#include "dns/wire.h"
#include "uv/tcp.h"

namespace nsfollow::dns {

// Bounds what it reads, not how long it takes: whoever waits has the watch.
class Stream {
 public:
  struct End {
    core::Outcome outcome = core::Outcome::silent;  // unreachable, silent or untrusted
    std::string why;
    bool heard_tls = false;  // something over there spoke TLS
  };
  struct Listener {
    std::function<void(const uv::Endpoint& source)> on_connected;
    std::function<void(Octets)> on_message;
    std::function<void(End)> on_end;  // once, nothing follows; perhaps within begin() or send()
  };
  // tls: null for TCP.
  Stream(uv::Loop& loop, std::unique_ptr<TlsSession> tls, Listener listener);

  void begin(const uv::Endpoint& server, const uv::Binding& binding);
  void send(Octets message);  // leaves when there is a connection, or with flush()
  void flush();
  void stop();  // nothing comes any more; may be called within the callbacks
  [[nodiscard]] bool heard_tls() const { return tls_ && tls_->heard(); }

 private:
  void connected();
  void receive(Octets octets);
  void deliver();
  void fail(core::Outcome outcome, std::string why);

  Listener listener_;
  std::optional<uv::Tcp> tcp_;
  std::unique_ptr<TlsSession> tls_;
  Buffer outgoing_;
  Buffer inbox_;
  std::size_t fruitless_ = 0;  // octets that came since the last whole message
  bool connected_ = false;
  bool over_ = false;
};

}  // namespace nsfollow::dns
