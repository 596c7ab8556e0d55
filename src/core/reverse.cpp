// SPDX-License-Identifier: MIT
#include "core/reverse.h"

namespace nsfollow::core {

DnsName reverse_name(const IpAddress& address) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : address.bytes()) {
    if (address.family() == Family::ipv4)
      text.insert(0, std::to_string(byte) + '.');
    else
      text.insert(0, {digits[byte & 15], '.', digits[byte >> 4], '.'});
  }
  text += address.family() == Family::ipv4 ? "in-addr.arpa" : "ip6.arpa";
  return *DnsName::parse(text);
}

}  // namespace nsfollow::core
