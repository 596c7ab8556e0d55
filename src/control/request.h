// SPDX-License-Identifier: MIT
// What may be asked of a watcher.  A request is one line of words with blanks between them; what is
// no letter, digit or one of "-._:=/*" is %XX in a word.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include "base/result.h"
#include "core/dns_name.h"
#include "core/event.h"

namespace nsfollow::control {

constexpr std::size_t longest_request = 4096;  // with its newline

enum class Format { text, colour, json, prometheus };

struct AskStatus {
  Format format = Format::text;
  bool follow = false;                // another one whenever something has changed
  std::optional<core::DnsName> only;  // what concerns this name
  bool operator==(const AskStatus&) const = default;
};

// "Look now", from somebody who knows why.
struct Trigger {
  std::string interface;  // empty: not told
  std::optional<core::IpAddress> address;
  bool down = false;
  std::string source;  // empty: not told

  // Out of what a hook was given, which may be anything: what cannot be right is left out.
  [[nodiscard]] static Trigger from(std::string_view interface, std::string_view address, bool down,
                                    std::string_view source);
  // A source that sets the clock is one of "ntp", "chrony", "clock".
  [[nodiscard]] core::LookNow event() const;
  [[nodiscard]] std::string to_text() const;  // "dhclient, wan0 down", for the log
  bool operator==(const Trigger&) const = default;
};
struct Reload {
  bool operator==(const Reload&) const = default;
};
struct Force {
  bool operator==(const Force&) const = default;
};

using Request = std::variant<AskStatus, Trigger, Reload, Force>;

// Without the newline.  The error is a sentence for whoever asked.
[[nodiscard]] Result<Request, std::string> parse_request(std::string_view line);
// With the newline.
[[nodiscard]] std::string to_line(const Request& request);

// How an answer begins; what it tells follows.
struct Head {
  enum class Kind { ok, refused, wrong };
  Kind kind = Kind::ok;
  int code = 0;      // ok: the exit status for the person who asked
  std::string text;  // otherwise: why
};
// Without and with the newline.
[[nodiscard]] std::optional<Head> parse_head(std::string_view line);
[[nodiscard]] std::string to_line(const Head& head);

}  // namespace nsfollow::control
