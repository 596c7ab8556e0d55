// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>
#include "settings/key_forms.h"

namespace nsfollow::settings {

namespace {

enum class Kind { end, word, quoted, open, close, semicolon, broken };

struct Token {
  Kind kind = Kind::end;
  std::string_view text;
  std::uint32_t line = 1;
  [[nodiscard]] bool is_text() const { return kind == Kind::word || kind == Kind::quoted; }
};

// named.conf(5): words, strings, braces, semicolons, and the three kinds of comment.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : rest_(text) {}

  Token next() {
    if (!skip_space()) return make(Kind::broken, 0);
    if (rest_.empty()) return make(Kind::end, 0);
    switch (rest_[0]) {
      case '{':
        return make(Kind::open, 1);
      case '}':
        return make(Kind::close, 1);
      case ';':
        return make(Kind::semicolon, 1);
      case '"':
        return quoted();
      default:
        return make(Kind::word, std::min(rest_.find_first_of(" \t\r\n\f\v{};\""), rest_.size()));
    }
  }

 private:
  Token make(Kind kind, std::size_t size) {
    const Token token{kind, rest_.substr(0, size), line_};
    advance(size);
    return token;
  }

  Token quoted() {
    const auto end = rest_.find_first_of("\"\n", 1);
    if (end == std::string_view::npos || rest_[end] == '\n') return make(Kind::broken, 0);
    auto token = make(Kind::quoted, end + 1);
    token.text = token.text.substr(1, end - 1);
    return token;
  }

  void advance(std::size_t size) {
    size = std::min(size, rest_.size());
    line_ += static_cast<std::uint32_t>(std::ranges::count(rest_.substr(0, size), '\n'));
    rest_.remove_prefix(size);
  }

  // False when a comment does not end.
  bool skip_space() {
    for (;;) {
      if (rest_.starts_with("/*")) {
        const auto end = rest_.find("*/", 2);
        if (end == std::string_view::npos) return false;
        advance(end + 2);
      } else if (rest_.starts_with('#') || rest_.starts_with("//")) {
        advance(rest_.find('\n'));
      } else if (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_[0]))) {
        advance(1);
      } else {
        return true;
      }
    }
  }

  std::string_view rest_;
  std::uint32_t line_ = 1;
};

struct Block {
  std::string_view name, algorithm, secret;
  std::uint32_t line = 0;
};

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

KeyFault expected(const Token& token, std::string_view what) {
  if (token.kind == Kind::broken)
    return {token.line, "has a string or a comment that does not end"};
  return {token.line, "wants " + std::string{what} + " here"};
}

// One `algorithm X;` or `secret X;`, of which the first word is already read.
Result<Nothing, KeyFault> parse_clause(const Token& word, Tokens& tokens, Block& block) {
  const auto name = word.is_text() ? lower(word.text) : "";
  auto* target = name == "algorithm" ? &block.algorithm
                 : name == "secret"  ? &block.secret
                                     : nullptr;
  if (!target) return expected(word, "\"algorithm\", \"secret\" or \"}\"");
  if (!target->empty()) return KeyFault{word.line, "has \"" + name + "\" twice"};
  const auto value = tokens.next();
  if (!value.is_text() || value.text.empty()) return expected(value, "a value");
  *target = value.text;
  const auto end = tokens.next();
  if (end.kind != Kind::semicolon) return expected(end, "\";\"");
  return Nothing{};
}

Result<Block, KeyFault> parse_block(const Token& first, Tokens& tokens) {
  if (!first.is_text() || lower(first.text) != "key")
    return expected(first, "key \"name\" { ... };");
  const auto name = tokens.next();
  if (!name.is_text()) return expected(name, "the name of the key");
  Block block{name.text, {}, {}, first.line};
  const auto open = tokens.next();
  if (open.kind != Kind::open) return expected(open, "\"{\"");
  for (auto word = tokens.next(); word.kind != Kind::close; word = tokens.next()) {
    auto done = parse_clause(word, tokens, block);
    if (!done) return std::move(done).error();
  }
  const auto end = tokens.next();
  if (end.kind != Kind::semicolon) return expected(end, "\";\" after \"}\"");
  if (block.algorithm.empty()) return KeyFault{block.line, "lacks \"algorithm\""};
  if (block.secret.empty()) return KeyFault{block.line, "lacks \"secret\""};
  return block;
}

}  // namespace

bool is_bind_key(std::string_view text) {
  const auto first = Tokens{text}.next();
  // A comment that does not end is nearer to BIND's form than to any other.
  return first.kind == Kind::broken || (first.is_text() && lower(first.text) == "key");
}

Result<FoundKeys, KeyFault> parse_bind_keys(std::string_view text) {
  Tokens tokens{text};
  FoundKeys keys;
  for (auto token = tokens.next(); token.kind != Kind::end; token = tokens.next()) {
    const auto block = parse_block(token, tokens);
    if (!block) return block.error();
    auto key = make_key(block->name, block->algorithm, block->secret);
    if (!key) return KeyFault{block->line, std::move(key).error()};
    keys.push_back({std::move(*key), block->line});
  }
  if (keys.empty()) return KeyFault{0, "holds no key"};
  return keys;
}

}  // namespace nsfollow::settings
