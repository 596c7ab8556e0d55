// SPDX-License-Identifier: MIT
#include "settings/echo_url.h"
#include <algorithm>
#include "settings/server.h"
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t longest_url = 512;
constexpr std::string_view https = "https://", http = "http://";

std::string complain_of_host(std::string_view authority) {
  if (!authority.starts_with('[') && std::ranges::count(authority, ':') > 1)
    return "needs brackets around an IPv6 address";
  const auto server = parse_server(authority);
  return server ? "" : server.error();
}

}  // namespace

Result<EchoUrl, std::string> parse_echo_url(std::string_view text) {
  const bool is_https = text.starts_with(https);
  if (!is_https && !text.starts_with(http))
    return "wants a URL such as \"https://ip.example.com/\", not " + quote(text);
  if (text.size() > longest_url) return std::string{"has a URL of more than 512 characters"};
  const auto scheme = is_https ? https : http;
  const auto rest = text.substr(scheme.size());
  const auto end = std::min(rest.find_first_of("/?#"), rest.size());
  const auto authority = rest.substr(0, end);
  if (authority.find('@') != std::string_view::npos)
    return std::string{"has a URL with a user or a password in it; an echo needs none"};
  const auto is_visible = [](char c) { return c > ' ' && c < 0x7f; };
  if (!std::ranges::all_of(text, is_visible))
    return quote(text) + " has white space, a control character or one outside ASCII";
  if (auto wrong = complain_of_host(authority); !wrong.empty())
    return quote(text) + " names the host " + quote(authority) + ", which " + wrong;
  const auto path = rest.substr(end);
  EchoUrl url{std::string{scheme}, is_https};
  for (const char c : authority) url.same += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  url.same += path.empty() ? "/" : path;
  return url;
}

}  // namespace nsfollow::settings
