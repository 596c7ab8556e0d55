// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include "cli/setup.h"
#include "core/ip_prefix.h"
#include "core/reverse.h"
#include "settings/server.h"
#include "settings/words.h"

namespace nsfollow::cli {

namespace {

using core::DnsName;

Error wrong_use(std::string text) { return {Error::Code::use, std::move(text)}; }

template <class Value>
struct Choice {
  std::string_view word;
  Value value;
};
constexpr std::array server_types{
    Choice<Setup::ServerType>{"bind", Setup::ServerType::bind},
    Choice<Setup::ServerType>{"knot", Setup::ServerType::knot},
    Choice<Setup::ServerType>{"powerdns", Setup::ServerType::powerdns},
};
constexpr std::array all_rights{
    Choice<Setup::Rights>{"host", Setup::Rights::host},
    Choice<Setup::Rights>{"zone", Setup::Rights::zone},
};
// The others are broken or out of date: no new key needs them.
constexpr std::array algorithms{
    Choice<core::TsigAlgorithm>{"hmac-sha224", core::TsigAlgorithm::hmac_sha224},
    Choice<core::TsigAlgorithm>{"hmac-sha256", core::TsigAlgorithm::hmac_sha256},
    Choice<core::TsigAlgorithm>{"hmac-sha384", core::TsigAlgorithm::hmac_sha384},
    Choice<core::TsigAlgorithm>{"hmac-sha512", core::TsigAlgorithm::hmac_sha512},
};

template <class Value, std::size_t count>
Result<Value> choose(std::string_view option, std::string_view word,
                     const std::array<Choice<Value>, count>& choices) {
  std::array<std::string_view, count> words;
  std::ranges::transform(choices, words.begin(), &Choice<Value>::word);
  const auto found = std::ranges::find(choices, word, &Choice<Value>::word);
  if (found != choices.end()) return found->value;
  return wrong_use(std::string{option} + " is one of " + settings::list(words) + ", not " +
                   settings::quote(word) + settings::did_you_mean(word, words));
}

// A name that begins with "-" would be an option of the commands that are printed.
Result<DnsName> parse_name(std::string_view what, std::string_view text) {
  auto name = DnsName::parse(text);
  const auto where = std::string{what} + ' ' + settings::quote(text) + ' ';
  if (!name) return wrong_use(where + name.error());
  if (text.starts_with('-')) return wrong_use(where + "begins with \"-\"");
  if (*name == DnsName{}) return wrong_use(where + "is the root");
  return *std::move(name);
}

// Servers take "*" in the name of a key for a pattern: the rights would be those of many keys.
Result<DnsName> parse_fixed(std::string_view what, std::string_view text) {
  auto name = parse_name(what, text);
  if (name && text.starts_with('*'))
    return wrong_use(std::string{what} + ' ' + settings::quote(text) + " is a wildcard");
  return name;
}

std::string without_first_label(const DnsName& name) {
  const auto text = name.to_text();
  return text.substr(std::min(text.find('.'), text.size() - 1) + 1);
}

Result<DnsName> find_zone(const Arguments& arguments, const DnsName& first) {
  if (const auto given = arguments.value("--zone")) return parse_fixed("the zone", *given);
  const auto parent = without_first_label(first);
  // "example.com" is hardly a name in the zone "com".
  if (parent.find('.') == std::string::npos)
    return wrong_use("--zone must say which zone " + first.to_text() + " is in");
  return *DnsName::parse(parent);
}

Result<SetupClient> parse_client(std::span<const std::string_view> words) {
  SetupClient client;
  for (const auto word : words) {
    auto name = parse_name("the name", word);
    if (!name) return std::move(name).error();
    client.names.push_back(*std::move(name));
  }
  client.key = client.names[0];
  if (words[0].starts_with('*')) client.key = *DnsName::parse(without_first_label(client.key));
  return client;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const auto comma = text.find(',');
    words.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return words;
    text.remove_prefix(comma + 1);
  }
}

Result<std::vector<SetupClient>> find_clients(const Arguments& arguments) {
  std::vector<SetupClient> clients;
  if (arguments.words.empty())
    return wrong_use("setup wants the name that shall follow this machine");
  auto first = parse_client(arguments.words);
  if (!first) return std::move(first).error();
  if (const auto given = arguments.value("--key-name")) {
    auto key = parse_fixed("the key name", *given);
    if (!key) return std::move(key).error();
    first->key = *std::move(key);
  }
  clients.push_back(*std::move(first));
  for (const auto user : arguments.all_values("--user")) {
    auto client = parse_client(split(user));
    if (!client) return std::move(client).error();
    clients.push_back(*std::move(client));
  }
  return clients;
}

Result<Nothing> complain_of_clients(const Setup& setup) {
  std::vector<DnsName> keys, names;
  for (const auto& client : setup.clients) {
    if (std::ranges::count(keys, client.key) > 0)
      return wrong_use("two machines would have the key " + client.key.to_text() +
                       "; --key-name gives this one another");
    keys.push_back(client.key);
    for (const auto& name : client.names) {
      if (!name.is_within(setup.zone))
        return wrong_use(name.to_text() + " is not in the zone " + setup.zone.to_text());
      if (std::ranges::count(names, name) > 0) return wrong_use(name.to_text() + " is there twice");
      names.push_back(name);
    }
  }
  return Nothing{};
}

// Only where labels end: a part of the last one would be RFC 2317's, which is everybody's own way.
Result<DnsName> parse_reverse(std::string_view text) {
  const auto wrong = [text](std::string_view why) {
    return wrong_use("the prefix " + settings::quote(text) + ' ' + std::string{why});
  };
  const auto prefix = core::IpPrefix::parse(text);
  if (!prefix) return wrong(prefix.error());
  const bool ipv4 = prefix->address().family() == core::Family::ipv4;
  const unsigned label = ipv4 ? 8 : 4;
  if (prefix->length() == 0 || prefix->length() % label != 0 || text.find('/') == text.npos)
    return wrong(ipv4 ? "is no reverse zone: its length must be 8, 16, 24 or 32"
                      : "is no reverse zone: its length must be a multiple of 4, up to 128");
  auto name = core::reverse_name(prefix->address()).to_text();
  const auto most = core::address_bits(prefix->address().family());
  for (unsigned length = most; length > prefix->length(); length -= label)
    name.erase(0, name.find('.') + 1);
  return *DnsName::parse(name);
}

Result<Nothing> parse_choices(const Arguments& arguments, Setup& setup) {
  const auto type = arguments.value("--server-type");
  if (!type) return wrong_use("setup wants --server-type: bind, knot or powerdns");
  const auto server_type = choose("--server-type", *type, server_types);
  if (!server_type) return server_type.error();
  setup.server_type = *server_type;
  const bool knows_names = setup.server_type != Setup::ServerType::powerdns;
  const auto rights = choose(
      "--rights", arguments.value("--rights").value_or(knows_names ? "host" : "zone"), all_rights);
  if (!rights) return rights.error();
  setup.rights = *rights;
  const auto algorithm =
      choose("--algorithm", arguments.value("--algorithm").value_or("hmac-sha256"), algorithms);
  if (!algorithm) return algorithm.error();
  setup.algorithm = *algorithm;
  return Nothing{};
}

}  // namespace

Result<Setup> Setup::parse(const Arguments& arguments) {
  Setup setup;
  setup.config = arguments.config;
  auto clients = find_clients(arguments);
  if (!clients) return std::move(clients).error();
  setup.clients = *std::move(clients);
  if (auto taken = parse_choices(arguments, setup); !taken) return std::move(taken).error();
  auto zone = find_zone(arguments, setup.clients[0].names[0]);
  if (!zone) return std::move(zone).error();
  setup.zone = *std::move(zone);
  if (const auto given = arguments.value("--server")) {
    auto server = settings::parse_server(*given);
    if (!server) return wrong_use("the server " + settings::quote(*given) + ' ' + server.error());
    setup.server = *std::move(server);
  }
  for (const auto given : arguments.all_values("--reverse")) {
    auto reverse = parse_reverse(given);
    if (!reverse) return std::move(reverse).error();
    if (std::ranges::count(setup.reverse_zones, *reverse) == 0)
      setup.reverse_zones.push_back(*std::move(reverse));
  }
  if (auto fit = complain_of_clients(setup); !fit) return std::move(fit).error();
  return setup;
}

}  // namespace nsfollow::cli
