// SPDX-License-Identifier: MIT
#include "dns/certificates.h"
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace nsfollow::test {

namespace {

using File = CPtr<std::FILE, std::fclose>;

void must(bool good) {
  if (!good) std::abort();
}

void add(X509* certificate, X509V3_CTX& context, int nid, const std::string& value) {
  const CPtr<X509_EXTENSION, X509_EXTENSION_free> extension{
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
  must(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

// By days, because a time_t may end in 2038.
void set(ASN1_TIME* time, WallTime to) {
  const auto since = to.time_since_epoch();
  const auto days = std::chrono::floor<std::chrono::days>(since);
  const auto rest = std::chrono::duration_cast<std::chrono::seconds>(since - days);
  must(ASN1_TIME_adj(time, 0, static_cast<int>(days.count()), static_cast<long>(rest.count())));
}

CPtr<X509, X509_free> begin(EVP_PKEY* key, const char* name, const Issue& what) {
  static long serial = 0;
  CPtr<X509, X509_free> made{X509_new()};
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  set(X509_getm_notBefore(made.get()), what.from);
  set(X509_getm_notAfter(made.get()), what.to);
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return made;
}

}  // namespace

Certificate make_authority() {
  Certificate made{CPtr<EVP_PKEY, EVP_PKEY_free>{EVP_EC_gen("P-256")}, {}};
  made.certificate = begin(made.key.get(), "an authority", {});
  auto* x509 = made.certificate.get();
  X509_set_issuer_name(x509, X509_get_subject_name(x509));
  X509V3_CTX context;
  X509V3_set_ctx(&context, x509, x509, nullptr, nullptr, 0);
  add(x509, context, NID_basic_constraints, "critical,CA:TRUE");
  add(x509, context, NID_key_usage, "critical,keyCertSign");
  add(x509, context, NID_subject_key_identifier, "hash");
  must(X509_sign(x509, made.key.get(), EVP_sha256()) > 0);
  return made;
}

Certificate issue(const Certificate& authority, const Issue& what) {
  Certificate made{CPtr<EVP_PKEY, EVP_PKEY_free>{EVP_EC_gen("P-256")}, {}};
  // The common name is no name of a server: whoever looks at it takes every certificate for ns1.
  made.certificate = begin(made.key.get(), "ns1.example.test", what);
  auto* x509 = made.certificate.get();
  X509_set_issuer_name(x509, X509_get_subject_name(authority.certificate.get()));
  X509V3_CTX context;
  X509V3_set_ctx(&context, authority.certificate.get(), x509, nullptr, nullptr, 0);
  if (!what.names.empty()) add(x509, context, NID_subject_alt_name, what.names);
  add(x509, context, NID_authority_key_identifier, "keyid");
  must(X509_sign(x509, authority.key.get(), EVP_sha256()) > 0);
  return made;
}

std::string pin_of(const Certificate& certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(certificate.key.get(), &der);
  must(size > 0);
  std::string pin(SHA256_DIGEST_LENGTH, '\0');
  SHA256(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(pin.data()));
  OPENSSL_free(der);
  return pin;
}

CertificateFiles::CertificateFiles() {
  std::string pattern = "/tmp/nsfollow-certificates-XXXXXX";
  must(mkdtemp(pattern.data()) != nullptr);
  directory_ = pattern;
}

CertificateFiles::~CertificateFiles() { std::filesystem::remove_all(directory_); }

std::string CertificateFiles::write(const std::string& name, const Certificate& certificate) const {
  const File file{std::fopen(path(name).c_str(), "w")};
  must(file && PEM_write_X509(file.get(), certificate.certificate.get()) == 1);
  return path(name);
}

std::string CertificateFiles::write_key(const std::string& name,
                                        const Certificate& certificate) const {
  const File file{std::fopen(path(name).c_str(), "w")};
  must(file && PEM_write_PrivateKey(file.get(), certificate.key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) == 1);
  return path(name);
}

}  // namespace nsfollow::test
