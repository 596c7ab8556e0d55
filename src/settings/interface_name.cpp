// SPDX-License-Identifier: MIT
#include "settings/interface_name.h"
#include <algorithm>
#include <optional>
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t longest_interface = 15;  // IFNAMSIZ less its NUL
constexpr std::size_t longest_pattern = 64;

// The number of bytes that any name it matches has at least; nothing when a "[" stands open.
std::optional<std::size_t> least_match(std::string_view pattern) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*') continue;
    ++bytes;
    if (pattern[i] != '[') continue;
    // glob(7): a "]" that comes first, or first after "!", stands for itself.
    const std::size_t skip = pattern.substr(i + 1).starts_with('!') ? 3 : 2;
    i = pattern.find(']', std::min(i + skip, pattern.size()));
    if (i == std::string_view::npos) return std::nullopt;
  }
  return bytes;
}

}  // namespace

std::string complain_of_pattern(std::string_view pattern) {
  if (pattern.empty()) return "has an empty interface name";
  const auto odd = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '/' || c == ':';
  };
  if (std::ranges::any_of(pattern, odd))
    return "has white space, \"/\" or \":\" in the interface name " + quote(pattern);
  const auto bytes = least_match(pattern);
  if (!bytes) return "has \"[\" without \"]\" in the interface name " + quote(pattern);
  if (*bytes > longest_interface || pattern.size() > longest_pattern)
    return "names the interface " + quote(pattern) + ", but no such name is longer than 15 bytes";
  return "";
}

std::string complain_of_name(std::string_view name) {
  if (name.find_first_of("*?[,") != std::string_view::npos || name.starts_with('!'))
    return "wants one interface, and " + quote(name) + " is a pattern";
  return complain_of_pattern(name);
}

}  // namespace nsfollow::settings
