// SPDX-License-Identifier: MIT
#include "dns/resolv_conf.h"
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <string>
#include "base/fd.h"

namespace nsfollow::dns {

namespace {

constexpr std::size_t most_resolvers = 3;      // resolv.conf(5), MAXNS
constexpr std::size_t longest_file = 1 << 16;  // what is beyond names nobody
constexpr std::string_view blanks = " \t\r\v\f";

// The address of a line "nameserver ADDRESS", which begins in the first column.
std::string_view address_in(std::string_view line) {
  constexpr std::string_view keyword = "nameserver";
  if (!line.starts_with(keyword)) return {};
  line.remove_prefix(keyword.size());
  const auto begin = line.find_first_not_of(blanks);
  if (begin == 0 || begin == std::string_view::npos) return {};
  line.remove_prefix(begin);
  return line.substr(0, line.find_first_of(blanks));
}

}  // namespace

std::vector<uv::Endpoint> parse_resolv_conf(std::string_view text, std::uint16_t port) {
  std::vector<uv::Endpoint> found;
  while (!text.empty() && found.size() < most_resolvers) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string address{address_in(text.substr(0, end))};
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto resolver = uv::Endpoint::literal(address, port)) found.push_back(*resolver);
  }
  if (found.empty()) found.push_back(*uv::Endpoint::literal("127.0.0.1", port));
  return found;
}

std::vector<uv::Endpoint> read_resolv_conf(const std::filesystem::path& file, std::uint16_t port) {
  // Without O_NONBLOCK a FIFO in the place of the file would stop the program here.
  const Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  std::string text(longest_file, '\0');
  const auto length = fd ? ::read(fd.get(), text.data(), text.size()) : 0;
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  return parse_resolv_conf(text, port);
}

}  // namespace nsfollow::dns
