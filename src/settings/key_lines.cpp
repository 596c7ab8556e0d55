// SPDX-License-Identifier: MIT
// Keys that are one line each.
#include "settings/key_forms.h"

namespace nsfollow::settings {

namespace {

bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with(';') || line.starts_with("//");
}

// `key algorithm:name secret`, of nsupdate and knsupdate.
Result<KeyFile, std::string> parse_command(std::string_view line) {
  (void)take_word(line);
  const auto name = take_word(line);
  const auto colon = name.find(':');
  if (colon == std::string_view::npos)
    return std::string{"lacks the algorithm; write: key hmac-sha256:NAME SECRET"};
  return make_key(name.substr(colon + 1), name.substr(0, colon), line);
}

FoundKeys find_in_comments(std::string_view text) {
  FoundKeys keys;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    auto line = trim(take_line(text));
    if (!line.starts_with('#')) continue;
    line.remove_prefix(1);
    if (auto key = parse_inline_key(trim(line))) keys.push_back({std::move(*key), number});
  }
  return keys;
}

}  // namespace

bool is_key_command(std::string_view text) {
  auto line = trim(take_line(text));
  while (!text.empty() && (line.empty() || is_comment(line))) line = trim(take_line(text));
  if (take_word(line) != "key") return false;
  // A key {} may begin with as many words.
  const auto name = take_word(line), secret = take_word(line);
  return line.empty() && !secret.empty() && name.find_first_of("\"{") == name.npos &&
         secret.find_first_of("\"{};") == secret.npos;
}

Result<FoundKeys, KeyFault> parse_key_lines(std::string_view text) {
  FoundKeys keys;
  auto rest = text;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const auto line = trim(take_line(rest));
    if (line.empty() || is_comment(line)) continue;
    auto key = line.starts_with("key ") || line.starts_with("key\t") ? parse_command(line)
                                                                     : parse_inline_key(line);
    if (!key) return KeyFault{number, std::move(key).error()};
    keys.push_back({std::move(*key), number});
  }
  if (keys.empty()) keys = find_in_comments(text);
  if (keys.empty()) return KeyFault{0, "holds no key"};
  return keys;
}

}  // namespace nsfollow::settings
