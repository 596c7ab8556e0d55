// SPDX-License-Identifier: MIT
// Whether a certificate is that of the server which TLS was to be spoken with.
#pragma once
#include <openssl/x509_vfy.h>
#include <optional>
#include <string>
#include "base/clock.h"
#include "core/transport.h"

namespace nsfollow::dns {

class TlsPeer {
 public:
  // `host` is its name where the trust has none; certificates must hold at `now`.
  TlsPeer(core::TlsTrust trust, const std::string& host, WallTime now);

  [[nodiscard]] const std::string& name() const { return name_; }  // a host name or an address
  [[nodiscard]] bool is_address() const { return is_address_; }
  // What X509_verify_cert() shall look for.  False: no certificate can be for this name.
  [[nodiscard]] bool put_into(X509_VERIFY_PARAM* wanted) const;
  // What is wrong with the certificates that came, a sentence for people about "its certificate".
  [[nodiscard]] std::optional<std::string> object_to(X509_STORE_CTX* chain) const;

 private:
  [[nodiscard]] std::optional<std::string> object_to_key(X509_STORE_CTX* chain) const;
  [[nodiscard]] std::optional<std::string> object_to_name(X509_STORE_CTX* chain) const;

  core::TlsTrust trust_;
  std::string name_;
  bool is_address_ = false;
  WallTime now_;
};

}  // namespace nsfollow::dns
