// SPDX-License-Identifier: MIT
#include "command/output.h"
#include <algorithm>
#include "base/log.h"

namespace nsfollow::command {

namespace {

constexpr std::size_t most_lines = 64, enough_to_see = 64;

std::string_view trim(std::string_view text) {
  constexpr auto blanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

}  // namespace

Result<std::vector<core::IpAddress>, std::string> addresses_in(std::string_view said,
                                                               core::Family family) {
  std::vector<core::IpAddress> found;
  std::size_t lines = 0;
  while (!said.empty()) {
    const auto end = std::min(said.find('\n'), said.size());
    const auto line = trim(said.substr(0, end));
    said.remove_prefix(std::min(end + 1, said.size()));
    if (line.empty()) continue;
    if (++lines > most_lines)
      return "printed more than " + std::to_string(most_lines) + " addresses";
    const auto address = core::IpAddress::parse(line);
    if (!address || address->family() != family)
      return "printed \"" + log::escape(line.substr(0, enough_to_see)) + "\", which is no " +
             (family == core::Family::ipv4 ? "IPv4" : "IPv6") + " address";
    if (std::ranges::find(found, *address) == found.end()) found.push_back(*address);
  }
  if (found.empty()) return std::string{"printed nothing"};
  return found;
}

}  // namespace nsfollow::command
