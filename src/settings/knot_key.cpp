// SPDX-License-Identifier: MIT
// knot.conf(5), of which only the section "key" is read:
//   key:
//     - id: host1.d.example.com
//       algorithm: hmac-sha256
//       secret: ...
#include <optional>
#include "settings/key_forms.h"

namespace nsfollow::settings {

namespace {

struct Item {
  std::string_view id, algorithm, secret;
  std::uint32_t line = 0;
};

// A comment begins a line or stands behind white space; neither is in a name or in base64.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != line.npos; at = line.find('#', at + 1))
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return trim(line.substr(0, at));
  return trim(line);
}

// Nothing where a quote does not end.
std::optional<std::string_view> unquoted(std::string_view value) {
  if (!value.starts_with('"') && !value.starts_with('\'')) return value;
  if (value.size() < 2 || !value.ends_with(value[0])) return std::nullopt;
  return value.substr(1, value.size() - 2);
}

// One `id: X`, without the dash before it.
std::optional<KeyFault> take_pair(std::string_view line, std::uint32_t number, Item& item) {
  const auto colon = line.find(':');
  const auto word = trim(line.substr(0, colon));
  auto* target = word == "id"          ? &item.id
                 : word == "algorithm" ? &item.algorithm
                 : word == "secret"    ? &item.secret
                                       : nullptr;
  if (colon == line.npos || !target)
    return KeyFault{number, "wants \"id:\", \"algorithm:\" or \"secret:\" here"};
  if (!target->empty()) return KeyFault{number, "has \"" + std::string{word} + "\" twice"};
  const auto value = unquoted(trim(line.substr(colon + 1)));
  if (!value || value->empty()) return KeyFault{number, "wants a value here"};
  *target = *value;
  return std::nullopt;
}

Result<std::vector<Item>, KeyFault> read_items(std::string_view text) {
  std::vector<Item> items;
  bool is_open = false;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    auto line = without_comment(take_line(text));
    if (line.empty()) continue;
    if (!is_open) {  // is_knot_key() has seen it
      is_open = true;
      continue;
    }
    if (line == "-" || line.starts_with("- ")) {
      items.push_back({{}, {}, {}, number});
      line = trim(line.substr(1));
      if (line.empty()) continue;
    }
    if (items.empty()) return KeyFault{number, "wants \"- id:\" here"};
    if (auto fault = take_pair(line, number, items.back())) return std::move(*fault);
  }
  return items;
}

}  // namespace

bool is_knot_key(std::string_view text) {
  while (!text.empty()) {
    const auto line = without_comment(take_line(text));
    if (!line.empty()) return line == "key:";
  }
  return false;
}

Result<FoundKeys, KeyFault> parse_knot_keys(std::string_view text) {
  const auto items = read_items(text);
  if (!items) return items.error();
  FoundKeys keys;
  for (const auto& item : *items) {
    for (const auto& [value, word] :
         {std::pair{item.id, "id"}, {item.algorithm, "algorithm"}, {item.secret, "secret"}})
      if (value.empty()) return KeyFault{item.line, std::string{"lacks \""} + word + '"'};
    auto key = make_key(item.id, item.algorithm, item.secret);
    if (!key) return KeyFault{item.line, std::move(key).error()};
    keys.push_back({std::move(*key), item.line});
  }
  if (keys.empty()) return KeyFault{0, "holds no key"};
  return keys;
}

}  // namespace nsfollow::settings
