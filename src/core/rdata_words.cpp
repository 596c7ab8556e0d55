// SPDX-License-Identifier: MIT
#include "core/rdata_words.h"
#include <algorithm>

namespace nsfollow::core {

namespace {

constexpr std::size_t most_label = 63, most_name = 255;  // RFC 1035 2.3.4

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }
bool is_printable(char c) { return c >= 0x20 && c < 0x7f; }

// What stands in a name without an escape, also in those of RFC 2317.
bool is_plain_in_name(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '*' || c == '/' ||
         c == '+';
}

Error wrong(std::string text) { return {Error::Code::config, std::move(text)}; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) {
    // An escaped blank is none.
    const auto slashes = text.size() - 1 - (text.find_last_not_of('\\', text.size() - 2) + 1);
    if (slashes % 2 == 1) break;
    text.remove_suffix(1);
  }
  return text;
}

// Where the first unescaped character that `ends` begins, or the text's size.
template <class Ends>
std::size_t find_unescaped(std::string_view text, std::size_t at, Ends ends) {
  while (at < text.size() && !ends(text[at])) at += text[at] == '\\' ? 2U : 1U;
  return std::min(at, text.size());
}

std::size_t find_quote(std::string_view text, std::size_t at) {
  return find_unescaped(text, at, [](char c) { return c == '"'; });
}

std::string decimal_escape(char c) {
  const unsigned octet = static_cast<unsigned char>(c);
  std::string text = "\\";
  for (const unsigned unit : {100U, 10U, 1U}) text += static_cast<char>('0' + octet / unit % 10);
  return text;
}

// One character of a text; an escaped one takes several.  Nothing for an escape that is none.
struct Character {
  char octet = 0;
  bool escaped = false;
};
std::optional<Character> next_character(std::string_view& text) {
  const auto take = [&text](std::size_t count) {
    const auto taken = text.substr(0, count);
    text.remove_prefix(taken.size());
    return taken;
  };
  const char first = take(1).front();
  if (first != '\\') return Character{first, false};
  if (text.empty()) return std::nullopt;
  if (!is_digit(text.front())) return Character{take(1).front(), true};
  const auto digits = take(3);
  if (digits.size() < 3 || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  const int value = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
  if (value > 255) return std::nullopt;
  return Character{static_cast<char>(value), true};
}

std::string complain_of_character(char c) {
  if (static_cast<unsigned char>(c) >= 0x80)
    return "a character outside ASCII; write an international name in its \"xn--\" form";
  return "a character other than letters, digits, \"-\" and \"_\" that is not escaped with a "
         "\"\\\"";
}

}  // namespace

Result<std::vector<RdataWord>> split_words(std::string_view text) {
  std::vector<RdataWord> words;
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    const bool quoted = text[at] == '"';
    std::size_t end = at;
    // Quotes within a word, key="a b", keep its blanks together.
    while (end < text.size() && !is_blank(text[end])) {
      if (text[end] != '"') {
        end = find_unescaped(text, end, [](char c) { return is_blank(c) || c == '"'; });
        continue;
      }
      end = find_quote(text, end + 1);
      if (end == text.size()) return wrong("has a quote without an end");
      ++end;
      if (quoted) break;
    }
    if (quoted && end < text.size() && !is_blank(text[end]))
      return wrong("wants a blank after a closing quote");
    const auto word = text.substr(at, end - at);
    if (std::ranges::any_of(word, is_control))
      return wrong("has a control character; write it as \"\\\" and three digits");
    words.push_back({quoted ? word.substr(1, word.size() - 2) : word, quoted});
    at = end;
  }
  return words;
}

Result<std::vector<RdataWord>> split_texts(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.front() == '"') return split_words(text);
  if (find_quote(text, 0) != text.size())
    return wrong("wants quotes around every text of it, or none");
  if (std::ranges::any_of(text, is_control))
    return wrong("has a control character; write it as \"\\\" and three digits");
  return std::vector{RdataWord{text, false}};
}

std::optional<std::string> unescape(std::string_view text) {
  std::string octets;
  while (!text.empty()) {
    const auto character = next_character(text);
    if (!character) return std::nullopt;
    octets += character->octet;
  }
  return octets;
}

std::string escape_string(std::string_view octets) {
  std::string text;
  for (const char c : octets) {
    if (!is_printable(c)) {
      text += decimal_escape(c);
      continue;
    }
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::string quote(std::string_view octets) { return '"' + escape_string(octets) + '"'; }

Result<std::string> parse_wire_name(std::string_view text) {
  if (text == ".") return std::string(1, '\0');
  if (text.empty()) return wrong("an empty one");
  std::string wire, label;
  while (!text.empty()) {
    const char first = text.front();
    const auto character = next_character(text);
    if (!character) return wrong("a \"\\\" that begins no escape");
    const bool is_dot = first == '.';
    char c = character->octet;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_dot && !character->escaped && !is_plain_in_name(c))
      return wrong(complain_of_character(c));
    if (!is_dot) label += c;
    if (!is_dot && !text.empty()) continue;
    if (label.empty()) return wrong("an empty label");
    if (label.size() > most_label) return wrong("a label of more than 63 characters");
    put_number(wire, label.size(), 1);
    wire += label;
    label.clear();
  }
  wire += '\0';
  if (wire.size() > most_name) return wrong("more than 255 octets");
  return wire;
}

std::optional<std::string> read_wire_name(OctetReader& from) {
  std::string text;
  std::size_t size = 0;
  for (;;) {
    const std::size_t length = from.number(1);
    const auto label = from.take(length);
    size += 1 + length;
    if (!from.ok() || length > most_label || size > most_name) return std::nullopt;
    if (length == 0) break;
    if (!text.empty()) text += '.';
    for (const char c : label) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (!upper && !is_plain_in_name(c)) {
        // A name shall be one word for whoever splits a line, and none be taken for "\#".
        if (!is_printable(c) || c == ' ' || c == '#') {
          text += decimal_escape(c);
          continue;
        }
        text += '\\';
      }
      text += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return text.empty() ? "." : text;
}

}  // namespace nsfollow::core
