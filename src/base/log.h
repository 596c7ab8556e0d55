// SPDX-License-Identifier: MIT
// The log: one line per change of state, to a terminal, the journal or syslog.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace nsfollow::log {

// error: a person must act.  warning: something is wrong and is being mended.
// notice: what is published changed.  info: what was done.  debug: each step.
enum class Level { error, warning, notice, info, debug };
enum class Format { text, journal, syslog };

[[nodiscard]] std::optional<Level> parse_level(std::string_view word);
[[nodiscard]] std::optional<Format> parse_format(std::string_view word);

// text: plain lines on stderr; journal: the same behind "<N>" (sd-daemon(3)); syslog: syslog(3).
void open(Level least, Format format);

// Text may hold what a peer said: control characters and invalid UTF-8 are escaped here.
void line(Level level, std::string_view text);

// As many lines as the text has: a wrong configuration may have many faults, one a line.
void lines(Level level, std::string_view text);

// For words that depend on whether anybody reads them.
[[nodiscard]] bool wants(Level level);

// Hostile bytes made fit for one line of a terminal: \x1b for ESC, \n for a newline.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace nsfollow::log
