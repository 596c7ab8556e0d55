// SPDX-License-Identifier: MIT
// The one connection that several exchanges with a server share (RFC 7766 6.2.1, RFC 7858 3.4).
#pragma once
#include <list>
#include <optional>
#include "core/action.h"
#include "dns/stream.h"

namespace nsfollow::dns {

// Opened by the first request.  A server may end it after some answers, and is asked for the others
// over a new one.  Where any certificate will do (TlsTrust::Proof::nobody) and nothing over there
// speaks TLS, TCP takes its place.  This promises nothing against those who can change packets:
// they can feign a server without TLS, as anybody can who is asked for no proof.  But where TLS has
// once been heard on a connection, whatever becomes of it, no request of it goes in clear.
class Connection {
 public:
  struct Listener {
    std::function<void(const uv::Endpoint& source)> on_source;
    std::function<void(Octets)> on_message;  // to one of the requests, by its ID
    std::function<void(core::Outcome, std::string why)> on_broken;  // once, nothing follows
    std::function<void()> on_due;                                   // due() has changed
  };
  // `patience`: how long to wait for somebody who speaks TLS before TCP is tried; see above.
  Connection(uv::Loop& loop, Tls& tls, const core::Order& order, const uv::Endpoint& server,
             Duration patience, Listener listener);
  Connection(const Connection&) = delete;  // its stream calls it by its address
  Connection& operator=(const Connection&) = delete;

  // Its ID is that of no other which is unanswered.  Callbacks may come within send(), flush() and
  // tick(); none may call them, or destroy the Connection.
  void send(const Buffer& request);
  void flush();  // what was sent leaves now, together
  void close();  // nothing comes any more; may be called within the callbacks
  [[nodiscard]] bool is_waiting_for(std::uint16_t id) const;
  [[nodiscard]] std::optional<TimePoint> due() const;  // when tick() has work
  void tick(TimePoint now);

  [[nodiscard]] bool is_broken() const { return broken_; }
  [[nodiscard]] core::Carrier carrier() const { return carrier_; }
  // Why it is not TLS though TLS was wanted; may be empty.
  [[nodiscard]] const std::string& why_in_clear() const { return why_in_clear_; }

 private:
  void open();
  void hear(Octets message);
  void ended(Stream::End end);
  void go_on_in_clear(std::string why);
  void break_off(core::Outcome outcome, std::string why);
  [[nodiscard]] bool may_be_clear() const;

  uv::Loop& loop_;
  Tls& tls_;
  const core::Order order_;
  const uv::Endpoint server_;
  const Duration patience_;
  const Listener listener_;

  core::Carrier carrier_;
  std::string why_in_clear_;
  std::optional<Stream> stream_;  // kept when over: it may be the one that is calling
  std::list<Buffer> unanswered_;
  std::size_t answers_ = 0;           // over the present stream
  bool ended_ = false;                // the present stream; what is unanswered needs another
  std::optional<TimePoint> tls_end_;  // set while it is open whether there is TLS
  bool broken_ = false;
};

// From where the order's requests leave to this server.
[[nodiscard]] uv::Binding binding_of(const core::Transport& transport, const uv::Endpoint& server);

}  // namespace nsfollow::dns
