// SPDX-License-Identifier: MIT
#include "settings/shape.h"
#include <algorithm>
#include <string>

namespace nsfollow::settings {

namespace {

constexpr int most_open = 16;
constexpr int most_dots = 16;
constexpr auto bare_character = "a character outside ASCII, and not in quotes";
// Not told which: it may be a secret.
constexpr auto bare_text = "text needs quotes; only numbers, true and false stand without";

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool starts_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '"' || c == '\'';
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_number_or_date(std::string_view word) {
  return word.find_first_not_of("0123456789abcdefABCDEFxoTtZz:+-._") == word.npos &&
         word.find('.') == word.rfind('.') && word.find("::") == word.npos;
}

// Behind "=", up to white space: whether somebody has forgotten the quotes.
bool lacks_quotes(std::string_view word) {
  static constexpr std::string_view words[] = {"true", "false", "inf", "nan"};
  if (word.empty() || std::ranges::count(words, word) > 0) return false;
  if (!std::ranges::all_of(word, is_ascii)) return false;  // which is worse
  if (is_letter(word.front()) || word.front() == '/') return true;
  return word.front() >= '0' && word.front() <= '9' && !is_number_or_date(word);
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::optional<Fault> run() {
    for (; at_ < text_.size(); ++at_)
      if (auto bad = step(text_[at_])) return bad;
    return std::nullopt;
  }

 private:
  std::optional<Fault> step(char c) {
    const bool first = line_is_blank_;
    if (c != ' ' && c != '\t') line_is_blank_ = false;
    switch (c) {
      case '\n':
        end_line();
        return std::nullopt;
      case '#':
        skip_comment();
        return std::nullopt;
      case '"':
      case '\'':
        return skip_string(c);
      case '[':
        if (first && open_ == 0 && !header_has_name()) return fault("a header without a name");
        [[fallthrough]];
      case '{':
        dots_ = 0;
        return ++open_ > most_open ? fault("more than 16 brackets inside each other")
                                   : std::nullopt;
      case ']':
      case '}':
        open_ -= open_ > 0 ? 1 : 0;
        return std::nullopt;
      case '=':
        dots_ = 0;
        return look_at_value();
      case ',':
        dots_ = 0;
        return std::nullopt;
      case '.':
        return ++dots_ > most_dots ? fault("more than 16 dots in one key") : std::nullopt;
      default:
        return is_ascii(c) ? std::nullopt : fault(bare_character);
    }
  }

  [[nodiscard]] std::optional<Fault> fault(std::string_view text) const {
    const auto column = static_cast<std::uint32_t>(at_ - line_start_ + 1);
    return Fault{{line_, column}, std::string{text}};
  }

  void end_line() {
    ++line_;
    line_start_ = at_ + 1;
    dots_ = 0;
    line_is_blank_ = true;
  }

  [[nodiscard]] bool header_has_name() const {
    std::size_t i = at_ + 1;
    if (i < text_.size() && text_[i] == '[') ++i;
    while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\t')) ++i;
    return i < text_.size() && starts_key(text_[i]);
  }

  // The parser takes a word without quotes for a number that went wrong.
  std::optional<Fault> look_at_value() {
    const auto begin = text_.find_first_not_of(" \t", at_ + 1);
    if (begin == text_.npos) return std::nullopt;
    const auto end = text_.find_first_of(" \t\r\n,]}#", begin);
    if (!lacks_quotes(text_.substr(begin, end - begin))) return std::nullopt;
    at_ = begin;
    return fault(bare_text);
  }

  // Leaves at_ on the last byte before the newline.
  void skip_comment() {
    while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
  }

  // Leaves at_ on the closing quote.
  std::optional<Fault> skip_string(char quote) {
    const bool is_long = text_.substr(at_).starts_with(std::string(3, quote));
    const auto open = fault(is_long ? "these quotes are never closed"
                                    : "this quote is not closed before the end of its line");
    const std::string end(is_long ? 3 : 1, quote);
    const bool is_free = starts_token();
    for (at_ += end.size(); at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') {
        if (!is_long) break;
        end_line();
      } else if (text_[at_] == '\\' && quote == '"') {
        if (!escapes_something()) return fault("a backslash that escapes nothing");
        ++at_;
      } else if (!is_free && !is_ascii(text_[at_])) {
        return fault(bare_character);
      } else if (text_.substr(at_).starts_with(end)) {
        at_ += end.size() - 1;
        // """a"""" ends with a quote of its own.
        while (is_long && at_ + 1 < text_.size() && text_[at_ + 1] == quote) ++at_;
        line_is_blank_ = false;
        return std::nullopt;
      }
    }
    return open;
  }

  // A quote right behind something else may be no quote to the parser: 1'.
  [[nodiscard]] bool starts_token() const {
    return at_ == 0 || std::string_view{" \t\n=,[{"}.find(text_[at_ - 1]) != std::string_view::npos;
  }

  // Not so the backslash that joins two lines of a long string: no setting has a use for it.
  [[nodiscard]] bool escapes_something() const {
    return at_ + 1 < text_.size() && is_ascii(text_[at_ + 1]) && text_[at_ + 1] > ' ';
  }

  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0;
  std::uint32_t line_ = 1;
  int open_ = 0, dots_ = 0;
  bool line_is_blank_ = true;
};

}  // namespace

std::optional<Fault> find_bad_shape(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark
  return Scan{text}.run();
}

}  // namespace nsfollow::settings
