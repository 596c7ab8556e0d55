// SPDX-License-Identifier: MIT
// BIND 9.16 or later, with the files where Debian has them.
#include "cli/setup.h"

namespace nsfollow::cli {

namespace {

std::string quoted(const core::DnsName& name) { return '"' + name.to_text() + '"'; }

std::string zone_file(const core::DnsName& zone) { return "/var/lib/bind/db." + zone.to_text(); }

std::string zone_text(const core::DnsName& zone, const std::string& grants) {
  return "zone " + quoted(zone) + " {\n\ttype primary;\n\tfile \"" + zone_file(zone) +
         "\";\n\tupdate-policy {\n" + grants + "\t};\n};\n";
}

// Without types a key could add nearly everything.
std::string grants(const Setup& setup) {
  std::string types;
  for (const auto type : types_of(setup.rights)) types.append(" ").append(type);
  std::string text;
  for (const auto& client : setup.clients) {
    const auto grant = [&](const std::string& rule) {
      text.append("\t\tgrant ").append(quoted(client.key)).append(rule).append(types).append(";\n");
    };
    if (setup.rights == Setup::Rights::zone) grant(" zonesub");
    if (setup.rights == Setup::Rights::zone) continue;
    for (const auto& name : client.names) grant(" name " + quoted(name));
  }
  return text;
}

std::string reverse_grants(const Setup& setup) {
  std::string text;
  for (const auto& client : setup.clients)
    text += "\t\tgrant " + quoted(client.key) + " zonesub PTR;\n";
  return text;
}

}  // namespace

std::vector<SetupPart> bind_parts(const Setup& setup) {
  const auto file = "/etc/bind/nsfollow-" + setup.zone.to_text() + ".conf";
  std::string text;
  for (const auto& client : setup.clients) text += key_text(setup, client);
  text +=
      "\n# A zone that is there already gets the update-policy alone, and has no allow-update.\n" +
      zone_text(setup.zone, grants(setup));
  for (const auto& zone : setup.reverse_zones) text += zone_text(zone, reverse_grants(setup));
  std::vector<SetupPart> parts{
      {"name server, new file, root:bind, mode 0640: " + file, std::move(text)},
      {"name server, one line more: /etc/bind/named.conf.local", "include \"" + file + "\";\n"},
  };
  // named writes its journal beside the file.
  for (auto& part : zone_files(setup, zone_file)) {
    part.place.insert(part.place.find(':'), ", owner bind");
    parts.push_back(std::move(part));
  }
  parts.push_back({"name server: shell", "named-checkconf -z && rndc reconfig\n"});
  return parts;
}

}  // namespace nsfollow::cli
