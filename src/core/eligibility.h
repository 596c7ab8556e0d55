// SPDX-License-Identifier: MIT
// The rules that speak against publishing an address.
#pragma once
#include <string>
#include "core/policy.h"
#include "core/seen.h"

namespace nsfollow::core {

struct Objection {
  enum class Kind : std::uint8_t {
    none,
    deprecated,  // the address is on its way out
    is_private,  // good behind a translator only
    rule,        // any other
  };
  Kind kind = Kind::none;
  std::string text{};  // "temporary (privacy extensions, RFC 8981)"
  explicit operator bool() const { return kind != Kind::none; }
};

// The first rule that speaks against an address of this machine.
[[nodiscard]] Objection objection(const SeenInterface& interface, const SeenAddress& seen,
                                  const Rules& rules);

// The same for an address that somebody told, or that was made from a prefix.
[[nodiscard]] Objection objection(const IpAddress& address, const Rules& rules);

[[nodiscard]] AddressKind kind_of(const SeenAddress& seen);
[[nodiscard]] std::string describe(AddressKind kind);  // "stable-privacy"

}  // namespace nsfollow::core
