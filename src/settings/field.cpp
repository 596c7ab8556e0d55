// SPDX-License-Identifier: MIT
#include "settings/field.h"
#include "settings/duration.h"
#include "settings/settings.h"

namespace nsfollow::settings {

namespace {

constexpr std::string_view a_duration = "a duration such as \"5m\"";

// `; it belongs to [log]`: where a key that is unknown here is known, or nothing.
std::string place_elsewhere(std::string_view key) {
  const auto sections = known_keys();
  const auto is_section = [&](const SectionKeys& one) {
    return one.header.find(key) != std::string::npos;
  };
  std::vector<std::string_view> headers;
  for (const auto& one : sections) {
    if (std::ranges::count(one.keys, key) == 0) continue;
    if (one.header.empty() && std::ranges::none_of(sections, is_section))
      return "; it stands before the first header";
    if (!one.header.empty()) headers.push_back(one.header);
  }
  return headers.empty() ? "" : "; it belongs to " + list(headers);
}

void complain_of_kind(const Field& field, std::string_view wanted) {
  const std::string kind{describe_kind(field.value)};
  field.error("is " + kind + "; it wants " + std::string{wanted});
}

}  // namespace

const std::string* read_text(const Field& field, std::string_view wanted) {
  if (const auto* text = std::get_if<Text>(&field.value.held)) return &text->text;
  complain_of_kind(field, wanted);
  return nullptr;
}

std::optional<bool> read_boolean(const Field& field) {
  if (const auto* yes = std::get_if<bool>(&field.value.held)) return *yes;
  complain_of_kind(field, "true or false");
  return std::nullopt;
}

const Table* read_table(const Field& field, std::string_view wanted) {
  if (const auto* table = std::get_if<Table>(&field.value.held)) return table;
  complain_of_kind(field, wanted);
  return nullptr;
}

std::optional<Duration> read_duration(const Field& field, Span allowed) {
  if (const auto* number = std::get_if<std::int64_t>(&field.value.held)) {
    const auto text = std::to_string(*number);
    field.error("is a number without a unit" + (*number < 0 ? "" : ": write " + quote(text + 's')));
    return std::nullopt;
  }
  const auto* text = read_text(field, a_duration);
  if (!text) return std::nullopt;
  const auto duration = parse_duration(*text);
  if (!duration) {
    field.error(quote(*text) + ' ' + duration.error());
    return std::nullopt;
  }
  if (*duration >= allowed.least && *duration <= allowed.most) return *duration;
  field.error(quote(*text) + " is out of range: " + to_text(allowed.least) + " to " +
              to_text(allowed.most));
  return std::nullopt;
}

std::optional<std::chrono::seconds> read_seconds(const Field& field, Span allowed) {
  const auto duration = read_duration(field, allowed);
  if (!duration) return std::nullopt;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*duration);
  if (seconds == *duration) return seconds;
  field.error("wants whole seconds");
  return std::nullopt;
}

std::vector<Numbered> read_tables(const Field& field, std::string_view wanted, std::size_t most) {
  std::vector<Numbered> tables;
  const auto* array = std::get_if<Array>(&field.value.held);
  if (!array) {
    complain_of_kind(field, wanted);
    return tables;
  }
  if (array->size() > most) {
    field.error("is there more than " + std::to_string(most) + " times");
    return tables;
  }
  for (const auto& value : *array)
    if (const auto* table = read_table({field.name, value, field.report}, wanted))
      tables.push_back({*table, value.place});
  return tables;
}

std::vector<Field> read_texts(const Field& field, std::string_view wanted) {
  const auto* array = std::get_if<Array>(&field.value.held);
  if (array && array->empty()) field.error("is an empty array; it wants " + std::string{wanted});
  return read_list(field, wanted);
}

std::vector<Field> read_list(const Field& field, std::string_view wanted) {
  const auto* array = std::get_if<Array>(&field.value.held);
  if (!array) {
    if (read_text(field, wanted)) return {field};
    return {};
  }
  std::vector<Field> fields;
  for (const auto& value : *array) {
    const Field element{field.name, value, field.report};
    if (read_text(element, wanted)) fields.push_back(element);
  }
  return fields;
}

const std::string& text_of(const Field& field) { return std::get<Text>(field.value.held).text; }

std::string unknown_choice(std::string_view text, std::span<const std::string_view> choices) {
  const auto near = did_you_mean(text, choices);
  return "has no choice " + quote(text) + (near.empty() ? "." : near) +
         " Choices: " + list(choices);
}

void report_unknown(const Entry& entry, std::string_view section,
                    std::span<const std::string_view> known, Report& report) {
  std::string text = "unknown key " + quote(entry.key);
  if (!section.empty()) (text += " in ") += section;
  const auto elsewhere = place_elsewhere(entry.key);
  const auto near = did_you_mean(entry.key, known);
  if (!elsewhere.empty())
    text += elsewhere + '.';
  else
    text += near.empty() ? "." : near;
  report.error(entry.place, text + " Allowed: " + list(known));
}

void require(const Table& table, std::string_view key, std::string_view section, Place place,
             Report& report) {
  const std::array keys{key};
  for (const auto& entry : table.entries)
    if (entry.key == key || nearest(entry.key, keys)) return;
  report.error(place, std::string{section} + " lacks " + quote(key));
}

}  // namespace nsfollow::settings
