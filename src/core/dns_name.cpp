// SPDX-License-Identifier: MIT
#include "core/dns_name.h"
#include <algorithm>

namespace nsfollow::core {

namespace {

constexpr std::size_t most_label = 63;
constexpr std::size_t most_text = 253;  // 255 octets on the wire, less the root and a length octet

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string complain_of_label(std::string_view label, bool first) {
  if (label.empty()) return "has an empty label";
  if (label.size() > most_label) return "has a label of more than 63 characters";
  if (label == "*") return first ? "" : "has \"*\" elsewhere than in front";
  for (const char c : label) {
    if (is_name_character(c)) continue;
    if (static_cast<unsigned char>(c) >= 0x80)
      return "has a character outside ASCII; write an international name in its \"xn--\" form";
    return "has a character other than letters, digits, \"-\" and \"_\"";
  }
  return "";
}

}  // namespace

Result<DnsName, std::string> DnsName::parse(std::string_view text) {
  if (text == ".") return DnsName{};
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.empty()) return std::string{"is empty"};
  if (text.size() > most_text) return std::string{"is longer than 253 characters"};
  DnsName name;
  for (const char c : text) name.text_ += lower(c);
  for (std::size_t at = 0; at <= name.text_.size();) {
    const auto dot = std::min(name.text_.find('.', at), name.text_.size());
    auto wrong = complain_of_label(std::string_view{name.text_}.substr(at, dot - at), at == 0);
    if (!wrong.empty()) return wrong;
    at = dot + 1;
  }
  return name;
}

bool DnsName::is_within(const DnsName& zone) const {
  if (zone.text_.empty()) return true;
  if (!text_.ends_with(zone.text_)) return false;
  return text_.size() == zone.text_.size() || text_[text_.size() - zone.text_.size() - 1] == '.';
}

}  // namespace nsfollow::core
