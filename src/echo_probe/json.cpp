// SPDX-License-Identifier: MIT
#include "echo_probe/json.h"
#include <algorithm>
#include <optional>

namespace nsfollow::echo_probe {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Each function passes over what it names, or returns false where there is something else.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool sign(char c) {
    blanks();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool at_end() {
    blanks();
    return rest_.empty();
  }
  // What stands between the quotes, as it stands there.
  std::optional<std::string_view> string() {
    if (!sign('"')) return std::nullopt;
    const auto all = rest_;
    while (!rest_.empty() && rest_[0] != '"')
      if (!character()) return std::nullopt;
    const auto held = all.substr(0, all.size() - rest_.size());
    if (rest_.empty()) return std::nullopt;
    rest_.remove_prefix(1);
    return held;
  }
  bool value(int depth) {  // NOLINT(misc-no-recursion): no deeper than `depth`
    blanks();
    if (rest_.empty() || depth == 0) return false;
    switch (rest_[0]) {
      case '{':
        return list('{', '}', [&] { return string() && sign(':') && value(depth - 1); });
      case '[':
        return list('[', ']', [&] { return value(depth - 1); });
      case '"':
        return string().has_value();
      default:
        return word("true") || word("false") || word("null") || number();
    }
  }
  template <class Element>
  bool list(char open, char close, Element element) {
    if (!sign(open)) return false;
    if (sign(close)) return true;
    do {
      if (!element()) return false;
    } while (sign(','));
    return sign(close);
  }

 private:
  void blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool character() {
    if (static_cast<unsigned char>(rest_[0]) < 0x20) return false;
    std::size_t length = 1;
    if (rest_[0] == '\\') {
      if (rest_.size() < 2 || std::string_view{"\"\\/bfnrtu"}.find(rest_[1]) == rest_.npos)
        return false;
      length = rest_[1] == 'u' ? 6 : 2;
      if (rest_.size() < length || !std::ranges::all_of(rest_.substr(2, length - 2), is_hex))
        return false;
    }
    rest_.remove_prefix(length);
    return true;
  }
  bool word(std::string_view w) {
    if (!rest_.starts_with(w)) return false;
    rest_.remove_prefix(w.size());
    return true;
  }
  bool digits() {
    const auto end = std::ranges::find_if_not(rest_, is_digit);
    const auto count = static_cast<std::size_t>(end - rest_.begin());
    rest_.remove_prefix(count);
    return count > 0;
  }
  bool number() {
    word("-");
    if (!word("0") && !digits()) return false;
    if (word(".") && !digits()) return false;
    if (word("e") || word("E")) {
      if (!word("+")) word("-");
      return digits();
    }
    return true;
  }

  std::string_view rest_;
};

}  // namespace

Result<std::string> json_member(std::string_view text, std::string_view key) {
  Scanner scanner{text};
  std::optional<std::string> found;
  bool is_string = true, is_twice = false, is_escaped = false;
  const auto member = [&] {
    const auto name = scanner.string();
    if (!name || !scanner.sign(':')) return false;
    is_escaped = is_escaped || name->find('\\') != name->npos;
    if (*name != key) return scanner.value(16);
    is_twice = is_twice || found;
    auto ahead = scanner;
    const auto held = ahead.string();
    is_string = is_string && held;
    found = held.value_or("");
    return scanner.value(16);
  };
  if (!scanner.list('{', '}', member) || !scanner.at_end())
    return Error{Error::Code::system, "what came is no sound JSON object"};
  const auto named = '"' + std::string{key} + '"';
  // Two readers might understand differently which member is meant.
  if (is_escaped)
    return Error{Error::Code::system, "the JSON object has a name with an escape in it"};
  if (is_twice) return Error{Error::Code::system, "the JSON object has " + named + " twice"};
  if (!found) return Error{Error::Code::system, "the JSON object has no " + named};
  if (!is_string) return Error{Error::Code::system, named + " of the JSON object is no string"};
  return std::move(*found);
}

}  // namespace nsfollow::echo_probe
