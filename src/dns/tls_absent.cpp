// SPDX-License-Identifier: MIT
// Instead of tls.cpp where there is no libssl (NSFOLLOW_TLS=OFF).
#include "dns/tls.h"

namespace nsfollow::dns {

struct Tls::Contexts {};

Tls::Tls() = default;
Tls::~Tls() = default;

Result<std::unique_ptr<TlsSession>, std::string> Tls::open(const core::TlsTrust&,
                                                           const std::string&, WallTime) {
  return std::string{"this program was built without TLS"};
}

void Tls::forget() {}

}  // namespace nsfollow::dns
