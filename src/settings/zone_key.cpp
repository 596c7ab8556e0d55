// SPDX-License-Identifier: MIT
#include "settings/base64.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t least_secret = 20;  // letters of base64; shorter ones are words
constexpr std::string_view credential = "credential:", environment = "env:";
constexpr const char* credentials_directory = "CREDENTIALS_DIRECTORY";  // systemd.exec(5)
constexpr std::string_view no_key =
    "is neither the path of a key file nor \"algorithm:name:secret\"";

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

bool is_absolute_path(std::string_view text) {
  return text.starts_with('/') && text.find('\0') == text.npos && !is_bare_secret(text);
}

std::optional<KeyFile> take_inline(const Field& field, std::string_view text,
                                   const ZoneDraft& draft, const Outside& outside) {
  if (draft.key_name) field.error("is the key itself, so there is none to choose by key_name");
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

// What LoadCredential= of the unit has put there.  Who may read it is systemd's affair.
std::optional<KeyPlace> find_credential(const Field& field, std::string_view name,
                                        const Outside& outside) {
  const auto is_odd = [](char c) { return c <= ' ' || c > '~' || c == '/' || c == ':'; };
  if (name.empty() || name == "." || name == ".." || std::ranges::any_of(name, is_odd)) {
    field.error("wants the name that LoadCredential= gives a credential: \"credential:host1.key\"");
    return std::nullopt;
  }
  const auto directory = outside.environment(credentials_directory);
  if (directory && is_absolute_path(*directory))
    return KeyPlace{std::filesystem::path{*directory} / name, KeyAccess::foreign};
  field.error(
      "wants a credential, and $CREDENTIALS_DIRECTORY names no directory; systemd sets it for a "
      "service with LoadCredential=" +
      std::string{name} + ":FILE");
  return std::nullopt;
}

// The variable names a file; a secret in the environment would be there for every child to see.
std::optional<KeyPlace> find_by_variable(const Field& field, std::string_view name,
                                         const ZoneDraft& draft, const Outside& outside) {
  const auto is_letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || !std::ranges::all_of(name, is_letter)) {
    field.error("wants the name of a variable: \"env:NSFOLLOW_KEY_FILE\"");
    return std::nullopt;
  }
  const auto file = outside.environment(std::string{name});
  if (file && is_absolute_path(*file))
    return KeyPlace{*file, draft.allow_open_key ? KeyAccess::open : KeyAccess::guarded};
  field.error("wants the file that $" + std::string{name} + " names, and that variable " +
              (file ? "holds no absolute path" : "is not set"));
  return std::nullopt;
}

std::optional<KeyPlace> find_file(const Field& field, std::string_view text, const ZoneDraft& draft,
                                  std::string_view file_name, const Outside& outside) {
  if (text.starts_with(credential))
    return find_credential(field, text.substr(credential.size()), outside);
  if (text.starts_with(environment))
    return find_by_variable(field, text.substr(environment.size()), draft, outside);
  return KeyPlace{std::filesystem::path{file_name}.parent_path() / text,
                  draft.allow_open_key ? KeyAccess::open : KeyAccess::guarded};
}

std::optional<KeyFile> take_file(const Field& field, std::string_view text, const ZoneDraft& draft,
                                 std::string_view file_name, const Outside& outside) {
  auto place = find_file(field, text, draft, file_name, outside);
  if (!place) return std::nullopt;
  place->name = draft.key_name;
  auto read = outside.read_key(*place);
  if (read) return std::move(*read);
  field.report.error(field.value.place, read.error().text);
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
  const bool is_named = text->starts_with(credential) || text->starts_with(environment);
  if (text->empty() || text->find('\0') != std::string::npos || is_bare_secret(*text))
    field.error(no_key);
  else if (is_inline(*text) && !is_named)
    found = take_inline(field, *text, draft, outside);
  else
    found = take_file(field, *text, draft, file_name, outside);
  if (!found) return std::nullopt;
  for (const auto& warning : found->warnings) report.warn(draft.key->place, "key " + warning);
  return std::move(found->key);
}

}  // namespace nsfollow::settings
