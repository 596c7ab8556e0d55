// SPDX-License-Identifier: MIT
// A private BIND on a port of its own on 127.0.0.1, for one test.
#pragma once
#include <sys/types.h>
#include <cstdint>
#include <string>
#include "core/tsig_key.h"

namespace nsfollow::test {

// Base64 (RFC 4648 4).
[[nodiscard]] std::string base64(std::span<const std::uint8_t> octets);

// Serves the dynamic zones "example.test", "7.6.5.in-addr.arpa" and "4.3.2.1.0.0.a.2.ip6.arpa".
// The first holds apart from its apex only a TXT and an MX record at keeps.example.test, a CNAME
// and the delegation of away.example.test, the others nothing.  Each algorithm has a key that may
// change everything; a further key may only change the A record of its own name.  The files lie in
// a private directory under /tmp.
class Named {
 public:
  // False, and said aloud, where there is no named: the test ends then without a verdict.
  [[nodiscard]] static bool is_installed();

  Named();   // returns when it answers; aborts the program when it never does
  ~Named();  // ends it, and removes the files
  Named(const Named&) = delete;
  Named& operator=(const Named&) = delete;

  void kill();  // at once, and it stays dead
  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] static core::TsigKey key(core::TsigAlgorithm algorithm);
  [[nodiscard]] static core::TsigKey narrow_key();  // "narrow.example.test"
  [[nodiscard]] static core::TsigKey short_key();   // hmac-sha512-256, may change everything

 private:
  void write_files() const;
  void start();
  [[nodiscard]] bool comes_to_life();

  std::string directory_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace nsfollow::test
