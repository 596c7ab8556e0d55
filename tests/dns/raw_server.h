// SPDX-License-Identifier: MIT
// A server on 127.0.0.1 whose connections say what a test wants, octet by octet; and one of TLS.
#pragma once
#include <openssl/ssl.h>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include "dns/certificates.h"
#include "dns/wire.h"
#include "uv/poll.h"
#include "uv/timer.h"

namespace nsfollow::test {

// One side of a connection.
class Speaker {
 public:
  Speaker() = default;
  virtual ~Speaker() = default;
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  virtual dns::Buffer hear(dns::Octets heard) = 0;  // gives back what to say
  bool hangs_up = false;                            // when that has been said
};

class RawServer {
 public:
  RawServer(uv::Loop& loop, std::function<std::unique_ptr<Speaker>()> make);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t connections() const { return connections_; }

 private:
  struct Line {
    std::unique_ptr<Speaker> speaker;
    dns::Buffer unsaid;
    Fd fd;
    std::unique_ptr<uv::Poll> poll;
    std::unique_ptr<uv::Timer> timer;
  };
  void accept_one();
  static void hear(Line& line);
  static void say(Line& line);

  uv::Loop& loop_;
  std::function<std::unique_ptr<Speaker>()> make_;
  Fd fd_;
  std::uint16_t port_ = 0;
  std::size_t connections_ = 0;
  std::list<Line> lines_;
  std::optional<uv::Poll> poll_;
};

// What a TLS server may do.
struct TlsManner {
  std::function<dns::Buffer(const dns::Buffer& request)> answer{};  // without its length
  std::size_t most_requests = 1000;  // after that many answers it hangs up
  bool says_goodbye = true;          // close_notify before that
  int newest = TLS1_3_VERSION;
  std::size_t tickets = 2;
  std::size_t key_updates = 0;  // that it sends with each answer, and wants answered
  bool knows_dot = true;        // ALPN
  std::string protocol{};       // ALPN that was agreed on with the last one
  std::string wanted_name{};    // SNI of the last one
  bool resumed = false;         // one of them was
};

class TlsSpeaker : public Speaker {
 public:
  TlsSpeaker(const Certificate& identity, TlsManner& manner);
  dns::Buffer hear(dns::Octets heard) override;

 private:
  void answer_all();
  dns::Buffer drain();

  TlsManner& manner_;
  CPtr<SSL_CTX, SSL_CTX_free> context_;
  CPtr<SSL, SSL_free> ssl_;
  dns::Buffer inbox_;
  std::size_t answered_ = 0;
};

}  // namespace nsfollow::test
