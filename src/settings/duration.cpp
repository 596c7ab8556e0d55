// SPDX-License-Identifier: MIT
#include "settings/duration.h"
#include <array>
#include <charconv>
#include <cstdint>
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr std::array units{
    Unit{"d", std::chrono::hours{24}},        Unit{"h", std::chrono::hours{1}},
    Unit{"m", std::chrono::minutes{1}},       Unit{"s", std::chrono::seconds{1}},
    Unit{"ms", std::chrono::milliseconds{1}},
};

constexpr auto too_long = "is longer than 292 years";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_while(std::string_view& text, bool digits) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n]) == digits) ++n;
  const auto taken = text.substr(0, n);
  text.remove_prefix(n);
  return taken;
}

std::string complain_of_unit(std::string_view number, std::string_view unit) {
  if (unit.empty()) {
    std::string fix{number};
    return "lacks a unit: write " + quote(fix += 's');
  }
  if (unit.starts_with('.') || unit.starts_with(','))
    return "has a fraction: write whole numbers, as in \"1m30s\"";
  return "has the unknown unit " + quote(unit) + "; the units are d, h, m, s and ms";
}

}  // namespace

Result<Duration, std::string> parse_duration(std::string_view text) {
  if (text.empty()) return std::string{"is empty: write a duration such as \"5m\""};
  if (!is_digit(text[0])) return std::string{"is no duration such as \"5m\""};
  Duration sum{0};
  std::size_t next_unit = 0;  // the first one still allowed
  while (!text.empty()) {
    const auto number = take_while(text, true);
    const auto unit = take_while(text, false);
    std::size_t which = 0;
    while (which < units.size() && units[which].name != unit) ++which;
    if (which == units.size()) return complain_of_unit(number, unit);
    if (which < next_unit) return std::string{"does not go from the larger unit to the smaller"};
    next_unit = which + 1;

    std::int64_t count = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), count);
    if (read.ec != std::errc{} ||
        __builtin_mul_overflow(count, units[which].length.count(), &count))
      return std::string{too_long};
    const Duration part{count};
    if (part > Duration::max() - sum) return std::string{too_long};
    sum += part;
  }
  return sum;
}

std::string to_text(Duration duration) {
  std::string text;
  for (const auto& unit : units) {
    const auto count = duration / unit.length;
    duration -= count * unit.length;
    if (count != 0) (text += std::to_string(count)) += unit.name;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace nsfollow::settings
