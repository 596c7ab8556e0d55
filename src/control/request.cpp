// SPDX-License-Identifier: MIT
#include "control/request.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>
#include "base/log.h"
#include "base/overload.h"

namespace nsfollow::control {

namespace {

constexpr std::size_t most_words = 8;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain(char c) {
  return is_alphanumeric(c) || std::string_view{"-._:=/*"}.find(c) != std::string_view::npos;
}

std::string encode(std::string_view word) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : word) {
    const auto octet = static_cast<unsigned char>(c);
    if (is_plain(c))
      text += c;
    else
      text += {'%', digits[octet >> 4U], digits[octet & 15U]};
  }
  return text;
}

std::optional<std::string> decode(std::string_view word) {
  std::string text;
  while (!word.empty()) {
    if (word[0] != '%') {
      if (!is_plain(word[0])) return std::nullopt;
      text += word[0];
      word.remove_prefix(1);
      continue;
    }
    unsigned octet = 0;
    const auto hex = word.substr(1, 2);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), octet, 16);
    if (hex.size() != 2 || error != std::errc{} || end != hex.data() + 2 || octet == 0)
      return std::nullopt;
    text += static_cast<char>(octet);
    word.remove_prefix(3);
  }
  return text;
}

using Words = std::vector<std::string>;

std::optional<Words> words_of(std::string_view line) {
  Words words;
  while (!line.empty()) {
    const auto end = std::min(line.find(' '), line.size());
    if (end > 0) {
      auto word = decode(line.substr(0, end));
      if (!word || words.size() == most_words) return std::nullopt;
      words.push_back(*std::move(word));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

struct FormatName {
  Format format;
  std::string_view name;
};
constexpr std::array formats{FormatName{Format::text, "text"}, FormatName{Format::colour, "colour"},
                             FormatName{Format::json, "json"},
                             FormatName{Format::prometheus, "prometheus"}};

using Parsed = Result<Request, std::string>;

Parsed parse_status(const Words& words) {
  AskStatus ask{.follow = words[0] == "follow", .only = {}};
  if (words.size() < 2 || words.size() > 3) return words[0] + " wants a format and may name a name";
  const auto* format = std::ranges::find(formats, words[1], &FormatName::name);
  if (format == formats.end()) return std::string{"the format is text, colour, json or prometheus"};
  ask.format = format->format;
  if (words.size() == 3) {
    auto name = core::DnsName::parse(words[2]);
    if (!name) return "the name " + name.error();
    ask.only = *std::move(name);
  }
  return Request{std::move(ask)};
}

Parsed parse_trigger(const Words& words) {
  std::string_view interface, address, source;
  bool down = false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const auto value = word.substr(std::min(word.find('=') + 1, word.size()));
    if (word == "down")
      down = true;
    else if (word.starts_with("interface="))
      interface = value;
    else if (word.starts_with("address="))
      address = value;
    else if (word.starts_with("source="))
      source = value;
    else
      return std::string{"trigger knows interface=, address=, source= and down"};
  }
  return Request{Trigger::from(interface, address, down, source)};
}

}  // namespace

Trigger Trigger::from(std::string_view interface, std::string_view address, bool down,
                      std::string_view source) {
  constexpr std::size_t longest_interface = 15;  // IFNAMSIZ, without the final NUL
  constexpr std::size_t longest_source = 32;
  const auto is_word = [](std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
      return is_alphanumeric(c) || std::string_view{"-._:@"}.find(c) != std::string_view::npos;
    });
  };
  Trigger trigger{.interface = {}, .address = {}, .down = down, .source = {}};
  // The kernel takes stranger names than these (dev_valid_name), but nobody needs them here.
  if (interface.size() <= longest_interface && is_word(interface)) trigger.interface = interface;
  if (source.size() <= longest_source && is_word(source)) trigger.source = source;
  if (!down && address.size() < 64) trigger.address = core::IpAddress::parse(std::string{address});
  return trigger;
}

core::LookNow Trigger::event() const {
  const bool sets_clock = source == "ntp" || source == "chrony" || source == "clock";
  return {.announced = address, .clock_was_set = sets_clock};
}

std::string Trigger::to_text() const {
  std::string text = source.empty() ? "somebody" : source;
  if (!interface.empty()) text += ", " + interface;
  if (down) text += " down";
  if (address) text += ", " + address->to_text();
  return text;
}

Result<Request, std::string> parse_request(std::string_view line) {
  const auto words = words_of(line);
  if (!words || words->empty())
    return std::string{"a request is a line of words, like: status text"};
  const auto& verb = words->front();
  if (verb == "status" || verb == "follow") return parse_status(*words);
  if (verb == "trigger") return parse_trigger(*words);
  if (words->size() == 1 && verb == "reload") return Request{Reload{}};
  if (words->size() == 1 && verb == "force") return Request{Force{}};
  return std::string{"known are status, follow, trigger, reload and force"};
}

std::string to_line(const Request& request) {
  const auto text = std::visit(
      Overload{[](const AskStatus& ask) {
                 std::string line = ask.follow ? "follow " : "status ";
                 line += std::ranges::find(formats, ask.format, &FormatName::format)->name;
                 return ask.only ? line + ' ' + encode(ask.only->to_text()) : line;
               },
               [](const Trigger& trigger) {
                 std::string line = "trigger";
                 if (!trigger.interface.empty()) line += " interface=" + encode(trigger.interface);
                 if (trigger.address) line += " address=" + encode(trigger.address->to_text());
                 if (trigger.down) line += " down";
                 if (!trigger.source.empty()) line += " source=" + encode(trigger.source);
                 return line;
               },
               [](const Reload&) { return std::string{"reload"}; },
               [](const Force&) { return std::string{"force"}; }},
      request);
  return text + '\n';
}

std::optional<Head> parse_head(std::string_view line) {
  const auto after = [&](std::string_view word) { return line.substr(word.size()); };
  if (line.starts_with("refused "))
    return Head{Head::Kind::refused, 0, std::string{after("refused ")}};
  if (line.starts_with("wrong ")) return Head{Head::Kind::wrong, 0, std::string{after("wrong ")}};
  if (!line.starts_with("ok ")) return std::nullopt;
  Head head;
  const auto number = after("ok ");
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), head.code);
  const bool whole = error == std::errc{} && end == number.data() + number.size();
  if (!whole || head.code < 0 || head.code > 255) return std::nullopt;
  return head;
}

std::string to_line(const Head& head) {
  switch (head.kind) {
    case Head::Kind::ok:
      return "ok " + std::to_string(head.code) + '\n';
    case Head::Kind::refused:
      return "refused " + log::escape(head.text) + '\n';
    case Head::Kind::wrong:
      return "wrong " + log::escape(head.text) + '\n';
  }
  return "wrong\n";
}

}  // namespace nsfollow::control
