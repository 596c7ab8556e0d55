// SPDX-License-Identifier: MIT
#include "cli/arguments.h"
#include <algorithm>
#include <array>

namespace nsfollow::cli {

namespace {

Error wrong_use(std::string text) { return {Error::Code::use, std::move(text)}; }

using Take = Result<Nothing> (*)(Arguments&, std::string_view value);

struct Option {
  std::string_view name;
  Take take;
};

constexpr std::array options{
    Option{"--config",
           [](Arguments& a, std::string_view value) -> Result<Nothing> {
             a.config = value;
             return Nothing{};
           }},
    Option{"--state-dir",
           [](Arguments& a, std::string_view value) -> Result<Nothing> {
             a.state_dir = value;
             return Nothing{};
           }},
    Option{"--log-level",
           [](Arguments& a, std::string_view value) -> Result<Nothing> {
             a.log_level = log::parse_level(value);
             if (a.log_level) return Nothing{};
             return wrong_use("--log-level is one of error, warning, notice, info, debug");
           }},
    Option{"--log-format",
           [](Arguments& a, std::string_view value) -> Result<Nothing> {
             a.log_format = log::parse_format(value);
             if (a.log_format) return Nothing{};
             return wrong_use("--log-format is one of text, journal, syslog");
           }},
};

Error unknown(std::string_view word, const Grammar& grammar) {
  std::string text = "unknown option \"" + log::escape(word) + "\"; known are --help";
  for (const auto flag : grammar.flags) text.append(", ").append(flag);
  for (const auto option : grammar.options) text.append(", ").append(option);
  for (const auto& option : options) text.append(", ").append(option.name);
  return wrong_use(std::move(text));
}

// What has a value only if one is joined to it is written without "=" by everybody once.
Error useless(std::string_view word, std::string_view before, const Grammar& grammar) {
  const bool may_join = std::ranges::count(grammar.flags, before) > 0 &&
                        std::ranges::count(grammar.options, before) > 0;
  const auto text = log::escape(word);
  return wrong_use("there is no use for \"" + text + "\" here" +
                   (may_join ? "; write " + std::string{before} + '=' + text : ""));
}

Result<Nothing> take(Arguments& arguments, std::string_view name, std::string_view value,
                     const Grammar& grammar) {
  if (std::ranges::count(grammar.options, name) == 0)
    return std::ranges::find(options, name, &Option::name)->take(arguments, value);
  arguments.values.emplace_back(name, value);
  return Nothing{};
}

}  // namespace

bool Arguments::has(std::string_view flag) const { return std::ranges::count(flags, flag) > 0; }

std::optional<std::string_view> Arguments::value(std::string_view option) const {
  const auto all = all_values(option);
  if (all.empty()) return std::nullopt;
  return all.back();
}

std::vector<std::string_view> Arguments::all_values(std::string_view option) const {
  std::vector<std::string_view> all;
  for (const auto& [name, value] : values)
    if (name == option) all.push_back(value);
  return all;
}

Result<Arguments> Arguments::parse(std::span<char* const> given, const Grammar& grammar) {
  Arguments arguments;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string_view word = given[i];
    if (!word.starts_with('-')) {
      if (arguments.words.size() == grammar.most_words)
        return useless(word, i > 0 ? given[i - 1] : std::string_view{}, grammar);
      arguments.words.push_back(word);
    } else if (word == "--help" || word == "-h") {
      arguments.help = true;
    } else if (std::ranges::count(grammar.flags, word) > 0) {
      arguments.flags.push_back(word);
    } else {
      const auto name = word.substr(0, word.find('='));
      const bool known = std::ranges::count(options, name, &Option::name) > 0 ||
                         std::ranges::count(grammar.options, name) > 0;
      if (!known) return unknown(word, grammar);
      const bool joined = name.size() < word.size();
      if (!joined && i + 1 == given.size()) return wrong_use(std::string{name} + " wants a value");
      const std::string_view value = joined ? word.substr(name.size() + 1) : given[++i];
      if (value.empty() && !grammar.is_lenient)
        return wrong_use(std::string{name} + " wants a value");
      if (auto taken = take(arguments, name, value, grammar); !taken)
        return std::move(taken).error();
    }
  }
  return arguments;
}

}  // namespace nsfollow::cli
