// SPDX-License-Identifier: MIT
#include "settings/base64.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t least_secret = 20;  // letters of base64; shorter ones are words

// A path may hold a colon too, but then it says so by its first letter.
bool is_inline(std::string_view text) {
  return text.find(':') != std::string_view::npos && !text.starts_with('/') &&
         !text.starts_with('.');
}

// A secret alone, which a message about a missing file would give away.
bool is_bare_secret(std::string_view text) {
  if (text.size() < least_secret || (text.starts_with('/') && !text.ends_with('='))) return false;
  return decode_base64(text).has_value();
}

std::optional<KeyFile> take_inline(const Field& field, std::string_view text,
                                   const ZoneDraft& draft, const Outside& outside) {
  const auto refused = draft.allow_open_key ? std::string{} : outside.inline_key_refused();
  if (!refused.empty()) {
    field.error("holds a secret, and " + refused);
    return std::nullopt;
  }
  auto key = parse_inline_key(text);
  if (key) return std::move(*key);
  field.error(key.error());
  return std::nullopt;
}

}  // namespace

std::optional<core::TsigKey> find_key(const ZoneDraft& draft, std::string_view file_name,
                                      const Outside& outside, Report& report) {
  if (!draft.key) return std::nullopt;
  const Field field{"key", *draft.key, report};
  const auto* text = read_text(field, "the path of a key file, or \"algorithm:name:secret\"");
  if (!text) return std::nullopt;
  std::optional<KeyFile> found;
  if (text->empty() || text->find('\0') != std::string::npos || is_bare_secret(*text)) {
    field.error("is neither the path of a key file nor \"algorithm:name:secret\"");
  } else if (is_inline(*text)) {
    found = take_inline(field, *text, draft, outside);
  } else {
    const auto path = std::filesystem::path{file_name}.parent_path() / *text;
    auto read = outside.read_key(path, draft.allow_open_key ? KeyAccess::open : KeyAccess::guarded);
    if (read)
      found = std::move(*read);
    else
      report.error(draft.key->place, read.error().text);
  }
  if (!found) return std::nullopt;
  for (const auto& warning : found->warnings) report.warn(draft.key->place, "key " + warning);
  return std::move(found->key);
}

}  // namespace nsfollow::settings
