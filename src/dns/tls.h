// SPDX-License-Identifier: MIT
// TLS of a client (RFC 8446, 5246), octets in and octets out: it sees no socket and never waits.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include "base/clock.h"
#include "base/result.h"
#include "core/reply.h"
#include "core/transport.h"
#include "dns/wire.h"

namespace nsfollow::dns {

// One connection.  No renegotiation, no resumption, and so no early data that could be replayed.
class TlsSession {
 public:
  struct Trouble {
    core::Outcome outcome = core::Outcome::silent;  // or untrusted
    std::string why;                                // escaped
  };
  TlsSession() = default;
  virtual ~TlsSession() = default;
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  virtual void begin() = 0;                 // the peer is there
  virtual void receive(Octets octets) = 0;  // what the peer sent
  virtual void say(Octets plain) = 0;       // goes out when the peer has been verified, not before
  virtual void say_goodbye() = 0;           // close_notify
  [[nodiscard]] virtual Buffer to_send() = 0;  // what the peer is to get next
  [[nodiscard]] virtual Buffer take() = 0;     // what the peer said, of which take() was not told
  // The connection is of no use any more; what take() still has is good.
  [[nodiscard]] virtual const std::optional<Trouble>& trouble() const = 0;
  [[nodiscard]] virtual bool heard() const = 0;  // what came first was TLS
};

// What the connections of a process have in common: the authorities that it trusts.
class Tls {
 public:
  Tls();
  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  // `host` is what the configuration calls the server; certificates must hold at `now`.  The error
  // is a sentence for people.
  [[nodiscard]] Result<std::unique_ptr<TlsSession>, std::string> open(const core::TlsTrust& trust,
                                                                      const std::string& host,
                                                                      WallTime now);
  // Authorities are read when first needed, and again after an hour or this.
  void forget();

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace nsfollow::dns
