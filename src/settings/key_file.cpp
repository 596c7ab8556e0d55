// SPDX-License-Identifier: MIT
#include "settings/key_file.h"
#include <algorithm>
#include "settings/access.h"
#include "settings/key_forms.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t most_key_file = std::size_t{64} * 1024;

Result<KeyFile, KeyFault> parse_any_form(std::string_view text, std::string_view file_name) {
  if (text.starts_with("Private-key-format:")) return parse_private_key(text, file_name);
  if (is_keymgr_output(text)) return parse_keymgr_output(text);
  if (is_bind_key(text)) return parse_bind_key(text);
  auto key = parse_inline_key(trim(text));
  if (key) return std::move(*key);
  const auto name = std::filesystem::path{file_name}.filename().string();
  if (name.starts_with('K') && name.ends_with(".key"))
    return KeyFault{0, "is the public half; name the .private file beside it"};
  return KeyFault{0, std::move(key).error()};
}

}  // namespace

Result<KeyFile> parse_key(std::string_view text, std::string_view file_name) {
  auto key = parse_any_form(text, file_name);
  if (key) return std::move(*key);
  std::string where{file_name};
  if (key.error().line > 0) where += ':' + std::to_string(key.error().line);
  return Error{Error::Code::config, where + ": " + key.error().text};
}

Result<KeyFile> read_key_file(const std::filesystem::path& file, KeyAccess access) {
  const auto content = read_file(file, most_key_file);
  if (!content) return content.error();
  const auto wrong = complain_of_access(file, content->owned);
  if (!wrong.empty() && access == KeyAccess::guarded)
    return Error{Error::Code::config, file.string() + ": " + wrong};
  auto key = parse_key(content->text, file.string());
  if (key && !wrong.empty()) key->warnings.push_back(file.string() + ' ' + wrong);
  return key;
}

}  // namespace nsfollow::settings
