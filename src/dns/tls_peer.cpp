// SPDX-License-Identifier: MIT
#include "dns/tls_peer.h"
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include "base/c_ptr.h"
#include "base/log.h"
#include "core/ip_address.h"

namespace nsfollow::dns {

namespace {

using Proof = core::TlsTrust::Proof;
using Names = CPtr<GENERAL_NAMES, GENERAL_NAMES_free>;

constexpr int most_names_told = 3;

std::string day(const std::tm& time) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", time.tm_year + 1900,
                      time.tm_mon + 1, time.tm_mday);
  return text.data();
}

std::string day(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? day(parts) : "no date";
}

std::string day(WallTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return day(parts);
}

std::string octets_of(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::string text_of(const GENERAL_NAME& name) {
  if (name.type == GEN_DNS) return log::escape(octets_of(name.d.dNSName));
  if (name.type != GEN_IPADD) return {};
  const auto octets = octets_of(name.d.iPAddress);
  const auto address = core::IpAddress::from_bytes(
      {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
  return address ? address->to_text() : std::string{};
}

// "ns1.example.com, 192.0.2.1"; the subject's common name is no name of a server (RFC 8310 8.1).
std::string names_in(const X509* certificate) {
  const Names names{static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
  std::string text;
  int told = 0;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto one = text_of(*sk_GENERAL_NAME_value(names.get(), i));
    if (one.empty()) continue;
    if (++told > most_names_told) return text + ", ...";
    text += (text.empty() ? "" : ", ") + one;
  }
  return text.empty() ? "nobody" : text;
}

// SHA-256 of the SubjectPublicKeyInfo (RFC 7858 4.2), or nothing.
std::string pin_of(const X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (size <= 0) return {};
  std::string pin(SHA256_DIGEST_LENGTH, '\0');
  SHA256(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(pin.data()));
  OPENSSL_free(der);
  return pin;
}

std::string base64(const std::string& pin) {
  std::array<unsigned char, 4 * ((SHA256_DIGEST_LENGTH + 2) / 3) + 1> text{};
  EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(pin.data()),
                  static_cast<int>(pin.size()));
  return reinterpret_cast<const char*>(text.data());
}

}  // namespace

TlsPeer::TlsPeer(core::TlsTrust trust, const std::string& host, WallTime now)
    : trust_(std::move(trust)), name_(trust_.name.empty() ? host : trust_.name), now_(now) {
  if (name_.ends_with('.')) name_.pop_back();
  const auto address = name_.substr(0, name_.find('%'));  // a link is no part of a certificate
  is_address_ = core::IpAddress::parse(address).has_value();
  if (is_address_) name_ = address;
}

bool TlsPeer::put_into(X509_VERIFY_PARAM* wanted) const {
  if (trust_.proof != Proof::name) return true;
  X509_VERIFY_PARAM_set_time(wanted, std::chrono::system_clock::to_time_t(now_));
  X509_VERIFY_PARAM_set_hostflags(
      wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (is_address_) return X509_VERIFY_PARAM_set1_ip_asc(wanted, name_.c_str()) == 1;
  return !name_.empty() && X509_VERIFY_PARAM_set1_host(wanted, name_.c_str(), name_.size()) == 1;
}

std::optional<std::string> TlsPeer::object_to(X509_STORE_CTX* chain) const {
  switch (trust_.proof) {
    case Proof::nobody:
      return std::nullopt;
    case Proof::pins:
      return object_to_key(chain);
    case Proof::name:
      return object_to_name(chain);
  }
  return "its certificate cannot be judged";
}

std::optional<std::string> TlsPeer::object_to_key(X509_STORE_CTX* chain) const {
  const auto* certificate = X509_STORE_CTX_get0_cert(chain);
  const auto pin = pin_of(certificate);
  if (!pin.empty() && std::ranges::find(trust_.pins, pin) != trust_.pins.end()) return std::nullopt;
  X509_STORE_CTX_set_error(chain, X509_V_ERR_CERT_REJECTED);
  return "the server has another key than the pinned one; the pin of this one is " + base64(pin);
}

std::optional<std::string> TlsPeer::object_to_name(X509_STORE_CTX* chain) const {
  if (X509_verify_cert(chain) == 1) return std::nullopt;
  const auto* certificate = X509_STORE_CTX_get_current_cert(chain);
  if (certificate == nullptr) certificate = X509_STORE_CTX_get0_cert(chain);
  const bool is_its_own = certificate == X509_STORE_CTX_get0_cert(chain);
  const std::string which = is_its_own ? "its certificate " : "its authority's certificate ";
  const int error = X509_STORE_CTX_get_error(chain);
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return which + "expired on " + day(X509_get0_notAfter(certificate)) + "; today is " +
             day(now_) + " by this clock";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return which + "holds only from " + day(X509_get0_notBefore(certificate)) + "; today is " +
             day(now_) + " by this clock";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "its certificate is for " + names_in(certificate) + " and not for " +
             log::escape(name_);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "its certificate is of an authority that is not trusted here";
  }
  return which + "is not accepted: " + X509_verify_cert_error_string(error);
}

}  // namespace nsfollow::dns
