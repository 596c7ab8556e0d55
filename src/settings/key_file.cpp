// SPDX-License-Identifier: MIT
#include "settings/key_file.h"
#include <algorithm>
#include "settings/access.h"
#include "settings/key_forms.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t most_key_file = std::size_t{64} * 1024;
constexpr std::size_t most_named = 10;

Result<FoundKeys, KeyFault> parse_any_form(std::string_view text, std::string_view file_name) {
  if (is_private_key(text)) return parse_private_key(text, file_name);
  if (is_public_key(file_name)) return parse_public_key(text);
  if (is_knot_key(text)) return parse_knot_keys(text);
  if (is_bind_key(text) && !is_key_command(text)) return parse_bind_keys(text);
  return parse_key_lines(text);
}

// "host1 (line 1), host2 (line 5)"
std::string list_names(const FoundKeys& keys) {
  std::string text;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == most_named) return text + ", ...";
    if (i > 0) text += ", ";
    text += keys[i].file.key.name.to_text();
    if (keys[i].line > 0) text += " (line " + std::to_string(keys[i].line) + ')';
  }
  return text;
}

Result<KeyFile, KeyFault> choose(FoundKeys keys, const std::optional<core::DnsName>& name) {
  const auto names = list_names(keys);
  if (!name && keys.size() > 1)
    return KeyFault{0, "holds several keys; choose one by key_name: " + names};
  if (name) std::erase_if(keys, [&](const auto& found) { return found.file.key.name != *name; });
  if (keys.empty())
    return KeyFault{0, "holds no key of the name " + name->to_text() + ", but: " + names};
  if (keys.size() > 1) return KeyFault{0, "holds several keys of the name " + list_names(keys)};
  return std::move(keys.front().file);
}

}  // namespace

Result<KeyFile> parse_key(std::string_view text, std::string_view file_name,
                          const std::optional<core::DnsName>& name) {
  const auto say = [&](const KeyFault& fault) {
    std::string where{file_name};
    if (fault.line > 0) where += ':' + std::to_string(fault.line);
    return Error{Error::Code::config, where + ": " + fault.text};
  };
  auto keys = parse_any_form(text, file_name);
  if (!keys) return say(keys.error());
  auto key = choose(std::move(*keys), name);
  if (!key) return say(key.error());
  return std::move(*key);
}

Result<KeyFile> read_key_file(const KeyPlace& place) {
  const auto file = place.file.string();
  const auto content = read_file(place.file, most_key_file);
  if (!content) return content.error();
  const auto wrong = place.access == KeyAccess::foreign
                         ? std::string{}
                         : complain_of_access(place.file, content->owned);
  if (!wrong.empty() && place.access == KeyAccess::guarded)
    return Error{Error::Code::config, file + ": " + wrong};
  auto key = parse_key(content->text, file, place.name);
  if (key && !wrong.empty()) key->warnings.push_back(file + ' ' + wrong);
  return key;
}

}  // namespace nsfollow::settings
