// SPDX-License-Identifier: MIT
#include "settings/source.h"
#include <algorithm>

namespace nsfollow::settings {

namespace {

constexpr std::size_t longest_interface = 15;  // IFNAMSIZ less its NUL
constexpr std::size_t longest_pattern = 64;
constexpr std::size_t most_patterns = 64;

using Parsed = Result<core::AddressSource, std::string>;

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

std::string complain_of_pattern(std::string_view pattern) {
  if (pattern.starts_with('!')) pattern.remove_prefix(1);
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

Parsed parse_interfaces(std::string_view text, core::Family) {
  core::InterfaceSource source;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto pattern = text.substr(at, comma - at);
    if (auto wrong = complain_of_pattern(pattern); !wrong.empty()) return wrong;
    source.patterns.emplace_back(pattern);
    at = comma + 1;
  }
  return core::AddressSource{std::move(source)};
}

Parsed parse_auto(std::string_view, core::Family) {
  return core::AddressSource{core::AutoSource{}};
}
Parsed parse_off(std::string_view, core::Family) { return core::AddressSource{core::NoSource{}}; }

// A new kind of source is a row here and a function; a word that ends with ":" takes the rest.
struct Kind {
  std::string_view word;
  std::string_view shown;
  Parsed (*parse)(std::string_view rest, core::Family family);
};
constexpr std::array kinds{
    Kind{"auto", "auto", parse_auto},
    Kind{"interface:", "interface:NAME", parse_interfaces},
    Kind{"off", "off", parse_off},
};

std::string complain_of_kind(std::string_view text) {
  std::array<std::string_view, kinds.size() + 1> shown;
  std::array<std::string_view, kinds.size()> words;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    shown[i] = kinds[i].shown;
    words[i] = kinds[i].word;
  }
  shown.back() = "an address";
  // "inteface:ppp0" is near "interface:", whatever follows.
  const auto head = text.substr(0, std::min(text.find(':'), text.size() - 1) + 1);
  return "has no choice " + quote(text) +
         [&] {
           const auto near = did_you_mean(head, words);
           return near.empty() ? std::string{"."} : near;
         }() +
         " Choices: " + list(shown);
}

Parsed parse_source(std::string_view text, core::Family family) {
  if (text.empty()) return std::string{"is empty; \"off\" leaves the family alone"};
  for (const auto& kind : kinds) {
    if (kind.word.ends_with(':') ? text.starts_with(kind.word) : text == kind.word)
      return kind.parse(text.substr(kind.word.size()), family);
  }
  const auto address = core::IpAddress::parse(text);
  if (!address) return complain_of_kind(text);
  if (address->family() == family) return core::AddressSource{core::LiteralSource{*address}};
  return quote(text) + " is an address of the other family";
}

bool only_excludes(const core::InterfaceSource& source) {
  return std::ranges::all_of(source.patterns, [](const auto& p) { return p.starts_with('!'); });
}

}  // namespace

std::optional<core::AddressSource> read_source(const Field& field, core::Family family) {
  const auto texts = read_texts(field, "\"auto\", \"off\", \"interface:NAME\" or an address");
  std::optional<core::AddressSource> all;
  for (const auto& element : texts) {
    auto source = parse_source(std::get<Text>(element.value.held).text, family);
    if (!source) {
      element.error(source.error());
      return std::nullopt;
    }
    auto* more = std::get_if<core::InterfaceSource>(&*source);
    auto* so_far = all ? std::get_if<core::InterfaceSource>(&*all) : nullptr;
    if (all && !(more && so_far)) {
      element.error("can combine only interfaces; write one source");
      return std::nullopt;
    }
    if (so_far)
      std::ranges::move(more->patterns, std::back_inserter(so_far->patterns));
    else
      all = std::move(*source);
  }
  const auto* interfaces = all ? std::get_if<core::InterfaceSource>(&*all) : nullptr;
  if (!interfaces) return all;
  if (interfaces->patterns.size() > most_patterns) field.error("names more than 64 interfaces");
  if (only_excludes(*interfaces))
    field.error("only excludes; begin with what it may be: \"interface:*," +
                interfaces->patterns.front() + '"');
  return all;
}

}  // namespace nsfollow::settings
