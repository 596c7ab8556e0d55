// SPDX-License-Identifier: MIT
// Holds config/nsfollow.toml against the reader, so that neither drifts.
#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include "settings/document.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

std::string example() {
  std::ifstream file{NSFOLLOW_EXAMPLE};
  REQUIRE(file);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "#" and no space: a setting that is commented out.
std::string uncommented() {
  return std::regex_replace(example(), std::regex{"(^|\n)#(?=[^ \n])"}, "$1");
}

std::set<std::string> keys_of(const Value& value) {
  std::set<std::string> keys;
  for (const auto& entry : std::get<Table>(value.held).entries) keys.insert(entry.key);
  return keys;
}

std::map<std::string, std::set<std::string>> keys_in(const Table& root) {
  std::map<std::string, std::set<std::string>> keys;
  for (const auto& entry : root.entries) {
    keys[""].insert(entry.key);
    if (entry.key == "zone") {
      for (const auto& zone : std::get<Table>(entry.value.held).entries)
        keys["[zone.\"NAME\"]"].merge(keys_of(zone.value));
    } else if (const auto* sections = std::get_if<Array>(&entry.value.held);
               sections && std::holds_alternative<Table>(sections->front().held)) {
      for (const auto& section : *sections) keys["[[" + entry.key + "]]"].merge(keys_of(section));
    } else if (std::holds_alternative<Table>(entry.value.held)) {
      keys['[' + entry.key + ']'] = keys_of(entry.value);
    }
  }
  return keys;
}

TEST_CASE("the example configuration loads as it is") {
  const auto settings = test::parse(example());
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->warnings.empty());
  CHECK(settings->policy.hosts.size() == 1);
}

TEST_CASE("the example configuration shows every key there is") {
  const auto root = parse_document(uncommented());
  REQUIRE(root);
  std::map<std::string, std::set<std::string>> known;
  for (const auto& section : known_keys())
    for (const auto key : section.keys) known[section.header].insert(std::string{key});
  // Not all of these have a use among the default services: the words above tell them.
  for (const auto& key : known["[echo] services"])
    CHECK(std::regex_search(example(), std::regex{"\\b" + key + "\\b"}));
  known.erase("[echo] services");
  CHECK(keys_in(*root) == known);
}

TEST_CASE("what the example configuration calls a default is the default") {
  const auto plain = test::parse(example());
  const auto full = test::parse(uncommented());
  REQUIRE(test::error_of(full) == "");
  CHECK(full->warnings.empty());
  CHECK(full->state_dir == plain->state_dir);
  CHECK(full->log_level == plain->log_level);
  CHECK(full->policy.settle.least == plain->policy.settle.least);
  CHECK(full->policy.settle.most == plain->policy.settle.most);
  CHECK(full->policy.settle.longest == plain->policy.settle.longest);
  const auto &zone = full->policy.zones.at(0), &plain_zone = plain->policy.zones.at(0);
  CHECK(zone.verify == plain_zone.verify);
  CHECK(zone.fudge == plain_zone.fudge);
  CHECK(zone.transport.carrier == plain_zone.transport.carrier);
  CHECK(zone.servers == plain_zone.servers);
  CHECK(zone.on_removal == plain_zone.on_removal);
  CHECK(full->policy.zones.at(1).transport.trust.proof == core::TlsTrust::Proof::name);
  const auto &host = full->policy.hosts.at(0), &plain_host = plain->policy.hosts.at(0);
  CHECK(host.ipv4 == plain_host.ipv4);
  CHECK(host.ipv6 == plain_host.ipv6);
  CHECK(host.rules == plain_host.rules);
  CHECK(host.shared == plain_host.shared);
  CHECK(host.reverse == plain_host.reverse);
  CHECK(host.ttl == plain_host.ttl);
  CHECK(host.on_loss == plain_host.on_loss);
  CHECK(host.loss_grace == plain_host.loss_grace);
  CHECK(host.on_stop == plain_host.on_stop);
  CHECK(full->policy.records.at(0).ttl == core::Record{}.ttl);
  const auto &echo = full->policy.echo, &plain_echo = plain->policy.echo;
  CHECK(echo.services == plain_echo.services);
  CHECK(echo.interval == plain_echo.interval);
  CHECK(echo.agree == plain_echo.agree);
  CHECK(echo.own == plain_echo.own);
}

}  // namespace
}  // namespace nsfollow::settings
