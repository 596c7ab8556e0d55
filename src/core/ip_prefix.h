// SPDX-License-Identifier: MIT
// A block of addresses, "2001:db8::/32" (RFC 4632, RFC 4291 2.3).
#pragma once
#include <compare>
#include <string>
#include <string_view>
#include "base/result.h"
#include "core/ip_address.h"

namespace nsfollow::core {

class IpPrefix {
 public:
  IpPrefix() = default;  // 0.0.0.0/0

  // The first `length` bits of the address; a length beyond the family's counts as its longest.
  [[nodiscard]] static IpPrefix of(const IpAddress& address, unsigned length);

  // "192.0.2.0/24", or one address alone.  Bits beyond the length must be zero; the error tells
  // the prefix that they were probably meant for.
  [[nodiscard]] static Result<IpPrefix, std::string> parse(std::string_view text);

  [[nodiscard]] const IpAddress& address() const { return address_; }  // the lowest one
  [[nodiscard]] unsigned length() const { return length_; }
  [[nodiscard]] bool contains(const IpAddress& address) const;
  [[nodiscard]] std::string to_text() const;

  // The same bits, and behind them those of `suffix`, which must be of the family.
  [[nodiscard]] IpAddress with_suffix(const IpAddress& suffix) const;

  auto operator<=>(const IpPrefix&) const = default;

 private:
  IpAddress address_;
  unsigned length_ = 0;
};

// The bits of the family: 32 or 128.
[[nodiscard]] constexpr unsigned address_bits(Family family) {
  return family == Family::ipv4 ? 32 : 128;
}

}  // namespace nsfollow::core
