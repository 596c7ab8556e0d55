// SPDX-License-Identifier: MIT
#include "core/rdata_words.h"

namespace nsfollow::core {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::optional<std::string> parse_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string octets;
  unsigned octet = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto digit = hex_digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    if (digit == hex_digits.npos) return std::nullopt;
    octet = (octet << 4 | static_cast<unsigned>(digit)) & 0xff;
    if (i % 2 == 1) octets += static_cast<char>(octet);
  }
  return octets;
}

std::string to_hex(std::string_view octets) {
  std::string text;
  for (const auto octet : as_bytes(octets)) {
    text += hex_digits[octet >> 4U];
    text += hex_digits[octet & 15U];
  }
  return text;
}

std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string octets;
  unsigned bits = 0, held = 0;
  for (const char c : text) {
    const auto digit = base64_digits.find(c);
    if (digit == base64_digits.npos) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    octets += static_cast<char>(bits >> held);
  }
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return octets;
}

std::string to_base64(std::string_view octets) {
  std::string text;
  unsigned bits = 0, held = 0;
  for (const auto octet : as_bytes(octets)) {
    bits = (bits << 8 | octet) & 0xffff;
    for (held += 8; held >= 6;) {
      held -= 6;
      text += base64_digits[bits >> held & 63];
    }
  }
  if (held > 0) text += base64_digits[bits << (6 - held) & 63];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace nsfollow::core
