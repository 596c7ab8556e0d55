// SPDX-License-Identifier: MIT
#include "settings/document.h"
#include <algorithm>
#include <version>
#include "settings/shape.h"

// Hostile text reaches toml++'s asserts (3.3: "[[[" aborts), and with NDEBUG it makes assumptions
// of them, which is worse; without either, an error follows from the next line.
#ifdef NDEBUG
#undef NDEBUG
#endif
#define TOML_ASSERT(condition) static_cast<void>(0)
// Debian's shared library knows toml++ with exceptions alone.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// Else it reads numbers by streams, and with them come locales: 377 KB of a static libstdc++.
#ifdef __cpp_lib_to_chars
#define TOML_FLOAT_CHARCONV 1
#endif
#include <toml++/toml.h>

namespace nsfollow::settings {

namespace {

Place place_of(const toml::source_region& region) {
  return {static_cast<std::uint32_t>(region.begin.line),
          static_cast<std::uint32_t>(region.begin.column)};
}

// Its own words where they are wrong: it does not know the name of a table with dots in quotes.
std::string words_of(const toml::parse_error& error) {
  std::string why{error.description()};
  static constexpr std::string_view head = "Error while parsing ";
  static constexpr std::string_view header = "Error while parsing table header: cannot redefine ";
  if (why.starts_with(header))
    return why.ends_with("as table") || why.ends_with("as array-of-tables")
               ? "this header has other brackets than an earlier one of its name"
               : "this header is in the file already";
  if (why.starts_with("Encountered ") && why.ends_with("utf-8 sequence")) return "this is no UTF-8";
  if (why.starts_with(head)) why.replace(0, head.size(), "cannot parse this ");
  return why;
}

Table convert_table(toml::table& table);

Array convert_array(toml::array& array);

Value convert(toml::node& node) {
  const Place place = place_of(node.source());
  // Moved, so that one copy of a secret exists and not two.
  if (auto* text = node.as_string()) return {place, Text{std::move(text->get())}};
  if (const auto* number = node.as_integer()) return {place, number->get()};
  if (const auto* number = node.as_floating_point()) return {place, number->get()};
  if (const auto* yes = node.as_boolean()) return {place, yes->get()};
  if (auto* array = node.as_array()) return {place, convert_array(*array)};
  if (auto* table = node.as_table()) return {place, convert_table(*table)};
  return {place, Moment{}};
}

Array convert_array(toml::array& array) {
  Array values;
  values.reserve(array.size());
  for (auto& node : array) values.push_back(convert(node));
  return values;
}

Table convert_table(toml::table& table) {
  Table out;
  out.entries.reserve(table.size());
  for (auto&& [key, node] : table)
    out.entries.push_back({std::string{key.str()}, place_of(key.source()), convert(node)});
  std::ranges::stable_sort(out.entries, {}, &Entry::place);
  return out;
}

}  // namespace

const Entry* Table::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &*found;
}

Result<Table, Fault> parse_document(std::string_view text) {
  if (auto bad = find_bad_shape(text)) return std::move(*bad);
  auto parsed = toml::parse(text);
  if (parsed) return convert_table(parsed.table());
  return Fault{place_of(parsed.error().source()), words_of(parsed.error())};
}

std::string_view describe_kind(const Value& value) {
  static constexpr std::string_view names[] = {
      "a string", "an integer", "a number", "a boolean", "a date or time", "an array", "a table"};
  return names[value.held.index()];
}

}  // namespace nsfollow::settings
