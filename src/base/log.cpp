// SPDX-License-Identifier: MIT
#include "base/log.h"
#include <poll.h>
#include <syslog.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstdio>

namespace nsfollow::log {

namespace {

Level least_level = Level::info;
Format format_in_use = Format::text;

struct LevelName {
  Level level;
  std::string_view name;
  int priority;  // syslog(3), also sd-daemon(3)'s "<N>"
};
constexpr std::array levels{
    LevelName{Level::error, "error", LOG_ERR},
    LevelName{Level::warning, "warning", LOG_WARNING},
    LevelName{Level::notice, "notice", LOG_NOTICE},
    LevelName{Level::info, "info", LOG_INFO},
    LevelName{Level::debug, "debug", LOG_DEBUG},
};

int priority_of(Level level) { return levels[static_cast<std::size_t>(level)].priority; }

// Characters that write nothing: controls, and marks that hide or turn around their neighbours.
bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||  // C0, C1, Arabic letter mark
         (c >= 0x200b && c <= 0x200f) ||                       // zero width, direction marks
         (c >= 0x2028 && c <= 0x202e) ||                       // separators, direction overrides
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||        // isolates, byte order mark
         (c >= 0xe0000 && c <= 0xe0fff);                       // tags
}

// How many bytes of well-formed UTF-8 (RFC 3629) for a visible character start here; 0 for none.
std::size_t printable_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return is_invisible(first) ? 0 : 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc0 || first > 0xf4 || text.size() < length) return 0;
  char32_t c = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0U) != 0x80) return 0;
    c = c << 6U | (at(i) & 0x3fU);
  }
  static constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (c < least[length] || c > 0x10ffff) return 0;  // overlong, or none
  if (c >= 0xd800 && c <= 0xdfff) return 0;         // surrogates
  return is_invisible(c) ? 0 : length;
}

}  // namespace

std::optional<Level> parse_level(std::string_view word) {
  for (const auto& known : levels)
    if (known.name == word) return known.level;
  return std::nullopt;
}

std::optional<Format> parse_format(std::string_view word) {
  if (word == "text") return Format::text;
  if (word == "journal") return Format::journal;
  if (word == "syslog") return Format::syslog;
  return std::nullopt;
}

void open(Level least, Format format) {
  least_level = least;
  format_in_use = format;
  if (format == Format::syslog) openlog("nsfollow", LOG_PID, LOG_DAEMON);
}

bool wants(Level level) { return level <= least_level; }

void line(Level level, std::string_view text) {
  if (!wants(level)) return;
  std::string out = escape(text);
  if (format_in_use == Format::syslog) {
    syslog(priority_of(level), "%s", out.c_str());
    return;
  }
  const std::string before = format_in_use == Format::journal
                                 ? '<' + std::to_string(priority_of(level)) + '>'
                                 : "nsfollow: ";
  out = before + out + '\n';
  // Whoever reads the log may have stopped: a lost line is better than a watcher that stands still.
  pollfd reader{STDERR_FILENO, POLLOUT, 0};
  if (::poll(&reader, 1, 0) != 1 || (reader.revents & POLLOUT) == 0) return;
  // One write, so that lines of several processes do not mix.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, out.data(), out.size());
}

void lines(Level level, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    line(level, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string escape(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t taken = printable_length(text);
    if (taken > 0) {
      out += text.substr(0, taken);
    } else if (text[0] == '\n') {
      out += "\\n";
      taken = 1;
    } else {
      const auto byte = static_cast<unsigned char>(text[0]);
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
      taken = 1;
    }
    text.remove_prefix(taken);
  }
  return out;
}

}  // namespace nsfollow::log
