// SPDX-License-Identifier: MIT
#include "settings/source.h"
#include <algorithm>
#include "settings/interface_name.h"
#include "settings/prefix_source.h"
#include "settings/program_path.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t most_sources = 64;
constexpr std::size_t most_patterns = 64;
constexpr std::string_view off = "off";

using Parsed = Result<core::AddressSource, std::string>;

Parsed parse_auto(std::string_view, core::Family) {
  return core::AddressSource{core::AutoSource{}};
}

Parsed parse_interfaces(std::string_view text, core::Family) {
  core::InterfaceSource source;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto pattern = text.substr(at, comma - at);
    auto wrong = complain_of_pattern(pattern.substr(pattern.starts_with('!') ? 1 : 0));
    if (!wrong.empty()) return wrong;
    source.patterns.emplace_back(pattern);
    at = comma + 1;
  }
  return core::AddressSource{std::move(source)};
}

Parsed parse_prefix(std::string_view text, core::Family family) {
  if (family == core::Family::ipv4)
    return std::string{"has no prefixes: they are delegated to machines behind us in IPv6 alone"};
  auto source = parse_prefix_source(text);
  if (!source) return std::move(source).error();
  return core::AddressSource{std::move(*source)};
}

Parsed parse_gateway(std::string_view, core::Family family) {
  if (family == core::Family::ipv4) return core::AddressSource{core::GatewaySource{}};
  return std::string{
      "cannot come from the gateway: what one tells by NAT-PMP or PCP is its IPv4 address"};
}

Parsed parse_gateway_of(std::string_view interface, core::Family family) {
  auto source = parse_gateway("", family);
  if (!source) return source;
  if (auto wrong = complain_of_name(interface); !wrong.empty()) return wrong;
  return core::AddressSource{core::GatewaySource{std::string{interface}}};
}

Parsed parse_echo(std::string_view, core::Family) {
  return core::AddressSource{core::EchoSource{}};
}

Parsed parse_echo_by(std::string_view interface, core::Family) {
  if (auto wrong = complain_of_name(interface); !wrong.empty()) return wrong;
  return core::AddressSource{core::EchoSource{std::string{interface}}};
}

Parsed parse_command(std::string_view path, core::Family) {
  if (auto objection = objection_to_program(path); !objection.empty()) return objection;
  return core::AddressSource{core::CommandSource{std::string{path}}};
}

// A new kind of source is a row here and a function; a word that ends with ":" takes the rest.
struct Kind {
  std::string_view word;
  std::string_view shown;  // among the choices; empty: one before it stands for both
  Parsed (*parse)(std::string_view rest, core::Family family);
  std::optional<core::Family> only = std::nullopt;
};
constexpr std::array kinds{
    Kind{"auto", "auto", parse_auto},
    Kind{"interface:", "interface:NAME", parse_interfaces},
    Kind{"prefix:", "prefix:NAME + SUFFIX", parse_prefix, core::Family::ipv6},
    Kind{"gateway", "gateway", parse_gateway, core::Family::ipv4},
    Kind{"gateway:", "", parse_gateway_of, core::Family::ipv4},
    Kind{"echo", "echo", parse_echo},
    Kind{"echo:", "", parse_echo_by},
    Kind{"command:", "command:PATH", parse_command},
};

std::string complain_of_kind(std::string_view text, core::Family family) {
  std::vector<std::string_view> shown, words;
  for (const auto& kind : kinds) {
    if (kind.only && *kind.only != family) continue;
    if (!kind.shown.empty()) shown.push_back(kind.shown);
    words.push_back(kind.word);
  }
  shown.insert(shown.end(), {"an address", off});
  words.push_back(off);
  // "inteface:ppp0" is near "interface:", whatever follows.
  const auto head = text.substr(0, std::min(text.find(':'), text.size() - 1) + 1);
  const auto near = did_you_mean(head, words);
  return "has no choice " + quote(text) + (near.empty() ? "." : near) + " Choices: " + list(shown);
}

Parsed parse_source(std::string_view text, core::Family family) {
  if (text.empty()) return std::string{"is empty; \"off\" leaves the family alone"};
  if (text == off) return std::string{"has \"off\" beside other sources; it stands alone"};
  for (const auto& kind : kinds) {
    if (kind.word.ends_with(':') ? text.starts_with(kind.word) : text == kind.word)
      return kind.parse(text.substr(kind.word.size()), family);
  }
  const auto address = core::IpAddress::parse(text);
  if (!address) return complain_of_kind(text, family);
  if (address->family() == family) return core::AddressSource{core::LiteralSource{*address}};
  return quote(text) + " is an address of the other family";
}

// Appended, or made one with the last: "interface:!b" has a sense only behind "interface:a*".
void add(core::AddressSources& sources, core::AddressSource source) {
  auto* more = std::get_if<core::InterfaceSource>(&source);
  auto* last = sources.empty() ? nullptr : std::get_if<core::InterfaceSource>(&sources.back());
  if (more && last)
    std::ranges::move(more->patterns, std::back_inserter(last->patterns));
  else
    sources.push_back(std::move(source));
}

// Legal, but who writes it probably means arguments.
void warn_of_blanks(const Field& field, const core::AddressSource& source) {
  const auto* command = std::get_if<core::CommandSource>(&source);
  if (!command || command->path.find(' ') == std::string::npos) return;
  field.report.warn(field.value.place, std::string{field.name} + " runs the program " +
                                           quote(command->path) +
                                           ", blanks and all: it gets no "
                                           "arguments of yours");
}

void check_interfaces(const Field& field, const core::AddressSources& sources) {
  for (const auto& source : sources) {
    const auto* interfaces = std::get_if<core::InterfaceSource>(&source);
    if (!interfaces) continue;
    const auto& patterns = interfaces->patterns;
    if (patterns.size() > most_patterns) field.error("names more than 64 interfaces");
    if (std::ranges::all_of(patterns, [](const auto& p) { return p.starts_with('!'); }))
      field.error("only excludes; begin with what it may be: \"interface:*," + patterns.front() +
                  '"');
  }
}

}  // namespace

std::optional<core::AddressSources> read_sources(const Field& field, core::Family family) {
  const auto texts =
      read_texts(field, "a source such as \"auto\", \"interface:NAME\" or an address, or \"off\"");
  if (texts.empty()) return std::nullopt;
  if (texts.size() > most_sources) {
    field.error("has more than 64 sources");
    return std::nullopt;
  }
  core::AddressSources each, joined;
  if (texts.size() == 1 && text_of(texts.front()) == off) return joined;
  for (const auto& element : texts) {
    auto source = parse_source(text_of(element), family);
    if (!source) {
      element.error(source.error());
      return std::nullopt;
    }
    if (std::ranges::find(each, *source) != each.end()) {
      element.error("has " + quote(text_of(element)) + " twice");
      return std::nullopt;
    }
    warn_of_blanks(element, *source);
    each.push_back(*source);
    add(joined, std::move(*source));
  }
  check_interfaces(field, joined);
  return joined;
}

}  // namespace nsfollow::settings
