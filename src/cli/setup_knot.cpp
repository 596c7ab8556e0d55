// SPDX-License-Identifier: MIT
// Knot DNS 3.0 or later, with the files where Debian has them.
#include "cli/setup.h"

namespace nsfollow::cli {

namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }

std::string zone_file(const core::DnsName& zone) {
  return "/var/lib/knot/" + zone.to_text() + ".zone";
}

template <class Range, class Text>
std::string listed(const Range& range, Text text) {
  std::string all;
  for (const auto& one : range) (all += all.empty() ? "" : ", ") += text(one);
  return '[' + all + "]\n";
}

std::string rule_name(const SetupClient& client, const core::DnsName& zone) {
  return quoted(client.key.to_text() + " in " + zone.to_text());
}

std::string rule(const SetupClient& client, const core::DnsName& zone, const std::string& what) {
  return "  - id: " + rule_name(client, zone) + "\n    key: " + quoted(client.key.to_text()) +
         "\n    action: update\n" + what;
}

// The list of types must hold all that an update deletes or adds.
std::string rights(const Setup& setup, const SetupClient& client) {
  auto text = "    update-type: " +
              listed(types_of(setup.rights), [](auto type) { return std::string{type}; });
  if (setup.rights == Setup::Rights::zone) return text;
  return text + "    update-owner: name\n    update-owner-match: equal\n    update-owner-name: " +
         listed(client.names, [](const auto& name) { return quoted(name.to_text() + '.'); });
}

std::string zone_text(const Setup& setup, const core::DnsName& zone) {
  return "  - domain: " + quoted(zone.to_text()) + "\n    file: " + quoted(zone_file(zone)) +
         "\n    acl: " +
         listed(setup.clients, [&zone](const auto& client) { return rule_name(client, zone); });
}

std::string key(const Setup& setup, const SetupClient& client) {
  return "  - id: " + quoted(client.key.to_text()) +
         "\n    algorithm: " + std::string{describe(setup.algorithm)} +
         "\n    secret: " + quoted(client.secret) + '\n';
}

std::string conf_text(const Setup& setup) {
  std::string text = "key:\n";
  for (const auto& client : setup.clients) text += key(setup, client);
  text += "\nacl:\n";
  for (const auto& client : setup.clients) text += rule(client, setup.zone, rights(setup, client));
  for (const auto& zone : setup.reverse_zones)
    for (const auto& client : setup.clients) text += rule(client, zone, "    update-type: [PTR]\n");
  text += "\n# A zone that is there already gets the acl alone.\nzone:\n";
  text += zone_text(setup, setup.zone);
  for (const auto& zone : setup.reverse_zones) text += zone_text(setup, zone);
  return text;
}

}  // namespace

std::vector<SetupPart> knot_parts(const Setup& setup) {
  const auto file = "/etc/knot/nsfollow-" + setup.zone.to_text() + ".conf";
  std::vector<SetupPart> parts{
      {"name server, new file, root:knot, mode 0640: " + file, conf_text(setup)},
      {"name server, one line more: /etc/knot/knot.conf", "include: \"" + file + "\"\n"},
  };
  for (auto& part : zone_files(setup, zone_file)) {
    part.place.insert(part.place.find(':'), ", owner knot");
    parts.push_back(std::move(part));
  }
  parts.push_back({"name server: shell", "knotc conf-check && knotc reload\n"});
  return parts;
}

}  // namespace nsfollow::cli
