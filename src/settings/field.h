// SPDX-License-Identifier: MIT
// One key and its value, read into a type.  Whatever cannot be read is in the report afterwards,
// so a caller that gets nothing just goes on with the next field.
#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include "base/clock.h"
#include "settings/report.h"
#include "settings/words.h"

namespace nsfollow::settings {

struct Field {
  std::string_view name;
  const Value& value;
  Report& report;

  // The text follows the key's name: "has an empty label".
  void error(std::string_view predicate) const { error(value.place, predicate); }
  void error(Place place, std::string_view predicate) const {
    report.error(place, std::string{name}.append(" ").append(predicate));
  }
};

struct Span {  // of time, both ends allowed
  Duration least, most;
};

template <class T>
struct Choice {
  std::string_view word;
  T value;
};

// Each `wanted` ends the sentence "... wants", as in "a duration such as "5m"".
[[nodiscard]] const std::string* read_text(const Field& field, std::string_view wanted);
[[nodiscard]] std::optional<bool> read_boolean(const Field& field);
[[nodiscard]] std::optional<Duration> read_duration(const Field& field, Span allowed);
[[nodiscard]] std::optional<std::chrono::seconds> read_seconds(const Field& field, Span allowed);
[[nodiscard]] const Table* read_table(const Field& field, std::string_view wanted);

struct Numbered {  // one of several tables under one header
  const Table& table;
  Place place;
};
// What [[host]] headers make, at most `most` of them.
[[nodiscard]] std::vector<Numbered> read_tables(const Field& field, std::string_view wanted,
                                                std::size_t most);

// One string, or an array of at least one: each as a Field of the same name.
[[nodiscard]] std::vector<Field> read_texts(const Field& field, std::string_view wanted);
// The same, but an empty array is none.
[[nodiscard]] std::vector<Field> read_list(const Field& field, std::string_view wanted);
// The text of what these two return.
[[nodiscard]] const std::string& text_of(const Field& field);

// `has no choice "kepe"; did you mean "keep"? Choices: keep, withdraw`
[[nodiscard]] std::string unknown_choice(std::string_view text,
                                         std::span<const std::string_view> choices);

template <class T, std::size_t n>
std::optional<T> read_choice(const Field& field, const std::array<Choice<T>, n>& choices) {
  std::array<std::string_view, n> words;
  for (std::size_t i = 0; i < n; ++i) words[i] = choices[i].word;
  const auto* text = read_text(field, "one of: " + list(words));
  if (!text) return std::nullopt;
  for (const auto& choice : choices)
    if (choice.word == *text) return choice.value;
  field.error(unknown_choice(*text, words));
  return std::nullopt;
}

// How to read each key that a table may hold.  A new setting is a row in such an array.
template <class Target>
struct Key {
  std::string_view name;
  void (*read)(const Field&, Target&);
};

void report_unknown(const Entry& entry, std::string_view section,
                    std::span<const std::string_view> known, Report& report);

// Reports that the key is not there, unless an unknown one is evidently a slip of it.
void require(const Table& table, std::string_view key, std::string_view section, Place place,
             Report& report);

template <class Target>
std::vector<std::string_view> names_of(std::span<const Key<Target>> keys) {
  std::vector<std::string_view> names;
  for (const auto& key : keys) names.push_back(key.name);
  return names;
}

// Reads the keys in the order of the array, then reports those that are not in it.  `section` is
// as people name it: `[log]`, or "" for the top level.
template <class Target>
void read_section(const Table& table, std::span<const Key<Target>> keys, std::string_view section,
                  Target& target, Report& report) {
  for (const auto& key : keys)
    if (const auto* entry = table.find(key.name))
      key.read({key.name, entry->value, report}, target);
  const auto known = names_of(keys);
  for (const auto& entry : table.entries)
    if (std::ranges::find(known, entry.key) == known.end())
      report_unknown(entry, section, known, report);
}

}  // namespace nsfollow::settings
