// SPDX-License-Identifier: MIT
#include "base/json.h"
#include <utility>

namespace nsfollow {

namespace {

// The octets of one UTF-8 character at the front (RFC 3629 4), or 0 when there is none.
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xc0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return tail(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool overlong = first == 0xe0 && at(1) < 0xa0;
    const bool surrogate = first == 0xed && at(1) > 0x9f;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  const bool overlong = first == 0xf0 && at(1) < 0x90;
  const bool too_high = first == 0xf4 && at(1) > 0x8f;
  return tail(1) && tail(2) && tail(3) && !overlong && !too_high ? 4 : 0;
}

void escape(std::string& to, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto octet = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    to += '\\';
    to += c;
  } else if (c == '\n') {
    to += "\\n";
  } else if (octet < 0x20 || octet == 0x7f) {
    to += "\\u00";
    to += digits[octet >> 4];
    to += digits[octet & 15];
  } else {
    to += c;
  }
}

}  // namespace

void Json::separate() {
  if (!after_key_ && !is_first_) text_ += ',';
  after_key_ = false;
  is_first_ = false;
}

Json& Json::begin(char opens, char closes) {
  separate();
  text_ += opens;
  open_.push_back(closes);
  is_first_ = true;
  return *this;
}

Json& Json::end() {
  text_ += open_.back();
  open_.pop_back();
  is_first_ = false;
  return *this;
}

Json& Json::key(std::string_view name) {
  text(name);
  text_ += ':';
  after_key_ = true;
  return *this;
}

Json& Json::text(std::string_view value) {
  separate();
  text_ += '"';
  while (!value.empty()) {
    const auto octets = character(value);
    if (octets == 1)
      escape(text_, value.front());
    else
      text_ += octets == 0 ? std::string_view{"\xef\xbf\xbd"} : value.substr(0, octets);
    value.remove_prefix(octets == 0 ? 1 : octets);
  }
  text_ += '"';
  return *this;
}

Json& Json::raw(std::string_view value) {
  separate();
  text_ += value;
  return *this;
}

std::string Json::take() {
  text_ += '\n';
  is_first_ = true;
  return std::exchange(text_, {});
}

}  // namespace nsfollow
