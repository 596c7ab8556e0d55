// SPDX-License-Identifier: MIT
#include "settings/shape.h"
#include <string>

namespace nsfollow::settings {

namespace {

constexpr int most_open = 16;
constexpr int most_dots = 16;
constexpr auto bare_character = "a character outside ASCII, and not in quotes";

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool starts_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '"' || c == '\'';
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::optional<Fault> run() {
    for (; at_ < text_.size() && !broken_; ++at_)
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

  // Leaves at_ on the last byte before the newline.
  void skip_comment() {
    while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
  }

  // Leaves at_ on the closing quote.  A string that does not end is where the parser will stop, so
  // nothing after it matters.
  std::optional<Fault> skip_string(char quote) {
    const bool is_long = text_.substr(at_).starts_with(std::string(3, quote));
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
    broken_ = true;
    return std::nullopt;
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
  bool broken_ = false;
};

}  // namespace

std::optional<Fault> find_bad_shape(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark
  return Scan{text}.run();
}

}  // namespace nsfollow::settings
