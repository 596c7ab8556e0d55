// SPDX-License-Identifier: MIT
// A domain name, absolute and in lower case, so that equal names compare equal (RFC 4343) and an
// update never differs from what is published by its spelling alone.
#pragma once
#include <compare>
#include <string>
#include <string_view>
#include "base/result.h"

namespace nsfollow::core {

class DnsName {
 public:
  DnsName() = default;  // the root

  // Letters, digits, hyphen and underscore; "*" alone as the first label; a final dot is optional.
  // At most 63 octets a label and 255 in all on the wire (RFC 1035 2.3.4).
  // The error says what is wrong and, where there is one, the spelling that would do.
  [[nodiscard]] static Result<DnsName, std::string> parse(std::string_view text);

  // Without the final dot; "." for the root.
  [[nodiscard]] std::string to_text() const { return text_.empty() ? "." : text_; }

  // True for the zone's apex and every name below it.
  [[nodiscard]] bool is_within(const DnsName& zone) const;

  auto operator<=>(const DnsName&) const = default;

 private:
  std::string text_;  // lower case, no final dot; empty for the root
};

}  // namespace nsfollow::core
