// SPDX-License-Identifier: MIT
#include "state/word.h"

namespace nsfollow::state {

namespace {

constexpr std::string_view empty = "-";
constexpr std::string_view digits = "0123456789abcdef";

bool is_plain(char c) { return c > ' ' && c < 0x7f && c != '%'; }

std::string escaped(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return {'%', digits[octet >> 4U], digits[octet & 15U]};
}

}  // namespace

std::string to_word(std::string_view text) {
  if (text.empty()) return std::string{empty};
  if (text == empty) return escaped('-');
  std::string word;
  for (const char c : text) word += is_plain(c) ? std::string{c} : escaped(c);
  return word;
}

std::optional<std::string> parse_word(std::string_view word) {
  if (word.size() > longest_word) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < word.size() && word != empty; ++i) {
    char c = word[i];
    if (c == '%') {
      const auto high = word.size() - i < 3 ? digits.npos : digits.find(word[i + 1]);
      const auto low = high == digits.npos ? digits.npos : digits.find(word[i + 2]);
      if (low == digits.npos) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    text += c;
  }
  // One spelling each.
  if (to_word(text) != word) return std::nullopt;
  return text;
}

}  // namespace nsfollow::state
