// SPDX-License-Identifier: MIT
#include "echo/answer.h"
#include <charconv>
#include <optional>
#include <utility>
#include "base/log.h"

namespace nsfollow::echo {

namespace {

constexpr std::size_t longest_line = 1024;
constexpr long longest_ban = 86400;  // seconds

std::optional<long> number(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// "429 60" or "429 -"
bool read_unwelcome(std::string_view text, core::EchoTold& told) {
  const auto blank = text.find(' ');
  if (blank == text.npos) return false;
  const auto status = text.substr(0, blank), pause = text.substr(blank + 1);
  if (status != "403" && status != "429" && status != "503") return false;
  const auto seconds = number(pause);
  if (pause != "-" && (!seconds || *seconds > longest_ban)) return false;
  if (seconds) told.retry_after = std::chrono::seconds{*seconds};
  told.unwelcome = true;
  told.why_not = "it answers with HTTP status " + std::string{status};
  return true;
}

bool read_line(std::string_view line, core::Family family, core::EchoTold& told) {
  const auto blank = line.find(' ');
  if (blank == line.npos || blank + 1 == line.size()) return false;
  const auto kind = line.substr(0, blank), rest = line.substr(blank + 1);
  if (kind == "unwelcome") return read_unwelcome(rest, told);
  if (kind == "failed") {
    told.why_not = log::escape(rest);
    return true;
  }
  const auto address = core::IpAddress::parse(rest);
  if (kind != "address" || !address || address->family() != family) return false;
  told.address = address;
  return true;
}

}  // namespace

core::EchoTold read_answer(std::string_view said, core::Family family) {
  core::EchoTold told;
  const auto end = said.find('\n');
  if (end != said.npos && end + 1 == said.size() && end <= longest_line &&
      read_line(said.substr(0, end), family, told))
    return told;
  told = {};
  told.why_not =
      "nsfollow-echo does not keep to its form: \"" + log::escape(said.substr(0, 48)) + '"';
  return told;
}

}  // namespace nsfollow::echo
