// SPDX-License-Identifier: MIT
#include "settings/server.h"
#include <algorithm>
#include <charconv>
#include <optional>
#include "core/dns_name.h"
#include "core/ip_address.h"

namespace nsfollow::settings {

namespace {

using Parsed = Result<core::Server, std::string>;

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  if (read.ec != std::errc{} || read.ptr != end || port == 0) return std::nullopt;
  return port;
}

Parsed with_port(std::string host, std::string_view port) {
  const auto number = parse_port(port);
  if (!number) return std::string{"has a port that is no number from 1 to 65535"};
  return core::Server{std::move(host), *number};
}

Parsed parse_bracketed(std::string_view text, std::uint16_t port) {
  const auto end = text.find(']');
  if (end == std::string_view::npos) return std::string{"has \"[\" without \"]\""};
  const auto address = core::IpAddress::parse(text.substr(1, end - 1));
  if (!address || address->family() != core::Family::ipv6)
    return std::string{"has no IPv6 address between its brackets"};
  const auto rest = text.substr(end + 1);
  if (rest.empty()) return core::Server{address->to_text(), port};
  if (rest[0] != ':') return std::string{"has something other than \":PORT\" after its bracket"};
  return with_port(address->to_text(), rest.substr(1));
}

// RFC 1123 2.1: no top-level domain is all digits, so such a name was meant as an address.
bool looks_like_ipv4(std::string_view host) {
  const auto last = host.substr(host.rfind('.') + 1);
  return std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
}

Parsed parse_host(std::string_view text, std::uint16_t port) {
  if (const auto address = core::IpAddress::parse(text))
    return core::Server{address->to_text(), port};
  const auto name = core::DnsName::parse(text);
  if (!name) return name.error();
  const auto host = name->to_text();
  if (looks_like_ipv4(host)) return std::string{"is neither an address nor a host name"};
  if (host.find('*') != std::string::npos) return std::string{"is no host name"};
  return core::Server{host, port};
}

}  // namespace

Parsed parse_server(std::string_view text, std::uint16_t port) {
  if (text.starts_with('[')) return parse_bracketed(text, port);
  const auto colons = std::ranges::count(text, ':');
  if (colons > 1) {
    if (const auto address = core::IpAddress::parse(text))
      return core::Server{address->to_text(), port};
    return std::string{"is no IPv6 address; with a port it is written \"[2001:db8::1]:53\""};
  }
  const auto colon = std::min(text.find(':'), text.size());
  auto host = parse_host(text.substr(0, colon), port);
  if (!host || colons == 0) return host;
  return with_port(std::move(host->host), text.substr(colon + 1));
}

}  // namespace nsfollow::settings
