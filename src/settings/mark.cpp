// SPDX-License-Identifier: MIT
#include "settings/mark.h"
#include <algorithm>
#include <cctype>
#include <charconv>

namespace nsfollow::settings {

namespace {

constexpr std::array<std::string_view, 2> families{"ipv4", "ipv6"};
constexpr std::string_view how_to =
    " Write \"{HOST.ipv4}\" or \"{HOST.ipv6/64}\"; a brace that is no mark is written twice";

std::string braced(std::string_view text) { return '{' + std::string{text} + '}'; }

// Both are parts of a mark's text.
struct Parts {
  std::string_view host, family, length;
  bool has_length = false;
};

Parts split(std::string_view text) {
  Parts parts;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    parts.length = text.substr(slash + 1);
    parts.has_length = true;
    text = text.substr(0, slash);
  }
  const auto dot = text.rfind('.');
  parts.host = text.substr(0, dot);
  if (dot != std::string_view::npos) parts.family = text.substr(dot + 1);
  return parts;
}

std::string complain_of_mark(std::string_view text, const Parts& parts, const HostBook& hosts) {
  std::string meant, family{parts.family};
  std::ranges::transform(family, family.begin(), [](unsigned char c) { return std::tolower(c); });
  if (const auto near = nearest(family, families))
    meant = std::string{parts.host} + '.' + std::string{*near};
  else if (hosts.knows(text))
    meant = std::string{text} + ".ipv4";
  return "has the unknown mark " + quote(braced(text)) +
         (meant.empty() ? "." : "; did you mean " + quote(braced(meant)) + '?') +
         std::string{how_to};
}

Result<core::AddressMark, std::string> parse_mark(std::string_view text, const HostBook& hosts,
                                                  const core::ZoneLabel& zone) {
  const auto parts = split(text);
  const auto family = std::ranges::find(families, parts.family);
  if (family == families.end()) return complain_of_mark(text, parts, hosts);
  core::AddressMark mark;
  mark.family = family == families.begin() ? core::Family::ipv4 : core::Family::ipv6;
  if (parts.has_length) {
    const auto* const end = parts.length.data() + parts.length.size();
    unsigned length = 0;
    const auto [stop, error] = std::from_chars(parts.length.data(), end, length);
    const auto most = core::address_bits(mark.family);
    if (error != std::errc{} || stop != end || length < 1 || length > most)
      return "wants a length of 1 to " + std::to_string(most) + " after the \"/\" in " +
             quote(braced(text));
    mark.length = length;
  }
  const auto host = hosts.find(parts.host, mark.family, zone);
  if (!host) return host.error() + " (in " + quote(braced(text)) + ')';
  mark.host = *host;
  return mark;
}

}  // namespace

Result<core::Template, std::string> parse_template(std::string_view text, const HostBook& hosts,
                                                   const core::ZoneLabel& zone) {
  core::Template made;
  std::string plain;
  const auto put_plain = [&] {
    if (!plain.empty()) made.pieces.emplace_back(std::exchange(plain, {}));
  };
  while (!text.empty()) {
    const auto brace = std::min(text.find_first_of("{}"), text.size());
    plain += text.substr(0, brace);
    text.remove_prefix(brace);
    if (text.empty()) break;
    if (text.starts_with("{{") || text.starts_with("}}")) {
      plain += text.front();
      text.remove_prefix(2);
      continue;
    }
    const auto end = text.find('}');
    if (text.front() == '}') return "has a \"}\" too many." + std::string{how_to};
    if (end == std::string_view::npos)
      return "has a \"{\" without its \"}\"." + std::string{how_to};
    const auto mark = parse_mark(text.substr(1, end - 1), hosts, zone);
    if (!mark) return mark.error();
    put_plain();
    made.pieces.emplace_back(*mark);
    text.remove_prefix(end + 1);
  }
  put_plain();
  return made;
}

}  // namespace nsfollow::settings
