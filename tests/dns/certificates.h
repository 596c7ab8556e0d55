// SPDX-License-Identifier: MIT
// Keys and certificates, made for one test.
#pragma once
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>
#include "base/c_ptr.h"
#include "base/clock.h"

namespace nsfollow::test {

struct Certificate {
  CPtr<EVP_PKEY, EVP_PKEY_free> key;
  CPtr<X509, X509_free> certificate;
};

[[nodiscard]] Certificate make_authority();

struct Issue {
  std::string names = "DNS:ns1.example.test";  // as X509V3_EXT_conf takes them; may be empty
  WallTime from = wall_now() - std::chrono::hours{24};
  WallTime to = wall_now() + std::chrono::hours{24};
};
[[nodiscard]] Certificate issue(const Certificate& authority, const Issue& what = {});

[[nodiscard]] std::string pin_of(const Certificate& certificate);  // 32 octets

// Files in a private directory, which goes with it.
class CertificateFiles {
 public:
  CertificateFiles();
  ~CertificateFiles();
  CertificateFiles(const CertificateFiles&) = delete;
  CertificateFiles& operator=(const CertificateFiles&) = delete;
  // Gives back the path.  With its private key: what a server needs.
  std::string write(const std::string& name, const Certificate& certificate) const;
  std::string write_key(const std::string& name, const Certificate& certificate) const;
  [[nodiscard]] std::string path(const std::string& name) const { return directory_ + '/' + name; }

 private:
  std::string directory_;
};

}  // namespace nsfollow::test
