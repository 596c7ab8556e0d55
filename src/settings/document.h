// SPDX-License-Identifier: MIT
// A TOML text as a tree of values that know where they stand.  toml++ stays behind this file: the
// rest of settings/ knows only these types, and a tree is shallow whatever the text was.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "base/result.h"
#include "base/secret.h"

namespace nsfollow::settings {

struct Place {  // both count from 1; 0:0 for the file as a whole
  std::uint32_t line = 0, column = 0;
  auto operator<=>(const Place&) const = default;
};

struct Value;
struct Entry;
using Array = std::vector<Value>;
struct Table {
  std::vector<Entry> entries;  // in the order of the file
  [[nodiscard]] const Entry* find(std::string_view key) const;
};
struct Moment {};  // TOML's dates and times, for which no setting has a use

// Wiped when it goes: any string may turn out to be a secret.
struct Text {
  std::string text;
  explicit Text(std::string t) : text(std::move(t)) {}
  Text(Text&&) noexcept = default;
  Text& operator=(Text&&) noexcept = default;
  ~Text() { Secret::wipe(text); }
};

struct Value {
  Place place;
  std::variant<Text, std::int64_t, double, bool, Moment, Array, Table> held;
};
struct Entry {
  std::string key;
  Place place;  // of the key
  Value value;
};

struct Fault {
  Place place;
  std::string text;
};

[[nodiscard]] Result<Table, Fault> parse_document(std::string_view text);

// "an integer", "a table"
[[nodiscard]] std::string_view describe_kind(const Value& value);

}  // namespace nsfollow::settings
