// SPDX-License-Identifier: MIT
#include "echo_probe/body.h"
#include <algorithm>
#include <array>
#include "base/log.h"
#include "echo_probe/json.h"

namespace nsfollow::echo_probe {

namespace {

using Found = Result<core::IpAddress, std::string>;

std::string_view trim(std::string_view text) {
  constexpr auto blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string quote(std::string_view text) {
  constexpr std::size_t enough = 48;
  return '"' + log::escape(text.substr(0, enough)) + (text.size() > enough ? "...\"" : "\"");
}

bool is_mapped(const core::IpAddress& address) {  // RFC 4291 2.5.5
  static constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return address.family() == core::Family::ipv6 &&
         std::ranges::equal(address.bytes().first(prefix.size()), prefix);
}

// <html><head><title>Current IP Check</title></head><body>Current IP Address: 5.6.7.8</body></html>
std::string_view in_page(std::string_view page) {
  const auto take = [&](std::string_view what) {
    if (!page.starts_with(what)) return false;
    page.remove_prefix(what.size());
    return true;
  };
  if (!take("<html><head><title>")) return {};
  page.remove_prefix(std::min(page.find('<'), page.size()));
  if (!take("</title></head><body>Current IP Address: ")) return {};
  constexpr std::string_view end = "</body></html>";
  if (!page.ends_with(end)) return {};
  page.remove_suffix(end.size());
  return page;
}

bool looks_like_several(std::string_view text) {
  int count = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \t\r\n,;|"), text.size());
    count += core::IpAddress::parse(text.substr(0, end)) ? 1 : 0;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return count > 1;
}

Found address_of(std::string_view text, const Wish& wish) {
  const auto address = core::IpAddress::parse(text);
  if (!address) {
    if (looks_like_several(text)) return "what came has several addresses: " + quote(text);
    return "what came is no address: " + quote(text);
  }
  if (is_mapped(*address)) return "what came is IPv4 dressed as IPv6: " + quote(text);
  if (wish.family && address->family() != *wish.family)
    return quote(text) +
           (*wish.family == core::Family::ipv4 ? " is no IPv4 address" : " is no IPv6 address");
  return *address;
}

}  // namespace

Found address_in(std::string_view body, const Wish& wish) {
  const auto text = trim(body);
  if (text.empty()) return std::string{"the page is empty"};
  if (!wish.json_key.empty()) {
    const auto member = json_member(text, wish.json_key);
    if (!member) return log::escape(member.error().text);
    return address_of(*member, wish);
  }
  if (!text.starts_with('<')) return address_of(text, wish);
  const auto held = in_page(text);
  if (held.empty()) return "what came is a page without a known form: " + quote(text);
  return address_of(held, wish);
}

}  // namespace nsfollow::echo_probe
