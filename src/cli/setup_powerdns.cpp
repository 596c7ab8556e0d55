// SPDX-License-Identifier: MIT
// PowerDNS Authoritative Server 4.x, with the files where Debian has them.
#include "cli/setup.h"

namespace nsfollow::cli {

namespace {

constexpr auto policy_file = "/etc/powerdns/nsfollow.lua";

std::vector<core::DnsName> all_zones(const Setup& setup) {
  auto zones = setup.reverse_zones;
  zones.insert(zones.begin(), setup.zone);
  return zones;
}

std::string conf_text(const Setup& setup) {
  std::string text;
  if (setup.rights == Setup::Rights::zone)
    text =
        "# PowerDNS has no rights smaller than a zone: each key below may change every record of\n"
        "# it.  Give the names that move a zone of their own, or let a Lua policy decide by name:\n"
        "# `nsfollow setup --rights host` prints one.\n";
  return text +
         "# The backend must be able to take updates: gsqlite3, gmysql, gpgsql, lmdb; not bind.\n"
         "dnsupdate=yes\n"
         "# From nowhere, except where a zone says otherwise.\n"
         "allow-dnsupdate-from=\n";
}

std::string policy_text(const Setup& setup) {
  std::string text =
      "-- Decides on the updates of ALL zones of this server, in place of their metadata\n"
      "-- TSIG-ALLOW-DNSUPDATE and ALLOW-DNSUPDATE-FROM.  What is not listed here is left out of\n"
      "-- the update, and the client is told NOERROR.\n"
      "local names = {\n";
  for (const auto& client : setup.clients) {
    text += "  [\"" + client.key.to_text() + "\"] = {";
    for (const auto& name : client.names) text += " [\"" + name.to_text() + "\"] = true,";
    text += " },\n";
  }
  text += "}\nlocal types = {";
  for (const auto type : types_of(Setup::Rights::host))
    text += " [pdns." + std::string{type} + "] = true,";
  text += " }\nlocal reverse = {";
  for (const auto& zone : setup.reverse_zones) text += " [\"" + zone.to_text() + "\"] = true,";
  return text +
         " }\n\n"
         "local function plain(name) return name:toStringNoDot():lower() end\n\n"
         "function updatepolicy(input)\n"
         "  local signed, key = pcall(plain, input:getTsigName())\n"
         "  if not signed or not names[key] then return false end\n"
         "  if reverse[plain(input:getZoneName())] then return input:getQType() == pdns.PTR end\n"
         "  return names[key][plain(input:getQName())] and types[input:getQType()] or false\n"
         "end\n";
}

std::string zone_text(const Setup& setup, const core::DnsName& zone) {
  const auto name = zone.to_text();
  const auto server = zone_server(setup);
  if (!server)
    return "# pdnsutil create-zone " + name +
           " NAME-SERVER, and the server's address if it is in "
           "the zone\n";
  auto text = "pdnsutil create-zone " + name + ' ' +
              server->name.substr(0, server->name.size() - 1) + "\npdnsutil replace-rrset " + name +
              " @ SOA 300 '" + soa(*server, zone) + "'\n";
  if (zone == setup.zone && !server->address.empty())
    text += "pdnsutil add-record " + name + " ns1 " +
            (server->address.find(':') == std::string::npos ? "A " : "AAAA ") + server->address +
            '\n';
  return text;
}

// First who may update, then from where: a zone without a list of keys takes updates from anybody.
std::string rights_text(const Setup& setup, const core::DnsName& zone) {
  const auto meta = [&zone](const std::string& rest) {
    return "pdnsutil " + rest.substr(0, rest.find(' ')) + ' ' + zone.to_text() +
           rest.substr(rest.find(' ')) + '\n';
  };
  std::string text;
  for (const auto& client : setup.clients)
    text += meta("add-meta TSIG-ALLOW-DNSUPDATE " + client.key.to_text());
  return text + meta("set-meta ALLOW-DNSUPDATE-FROM 0.0.0.0/0 ::/0") +
         meta("set-meta SOA-EDIT-DNSUPDATE INCREASE") + meta("set-meta NOTIFY-DNSUPDATE 1");
}

std::string shell_text(const Setup& setup) {
  std::string text =
      "# pdnsutil takes secrets from its command line alone.  Others who are logged in can see "
      "it,\n"
      "# and the shell may remember it in its history.\n";
  for (const auto& client : setup.clients)
    text += "pdnsutil import-tsig-key " + client.key.to_text() + ' ' +
            std::string{describe(setup.algorithm)} + " '" + client.secret + "'\n";
  for (const auto& zone : all_zones(setup)) text += rights_text(setup, zone);
  return text + "systemctl restart pdns\n";
}

}  // namespace

std::vector<SetupPart> powerdns_parts(const Setup& setup) {
  std::vector<SetupPart> parts{
      {"name server, the same for all zones: /etc/powerdns/pdns.d/nsfollow.conf",
       conf_text(setup)}};
  if (setup.rights == Setup::Rights::host) {
    parts[0].text += std::string{"lua-dnsupdate-policy-script="} + policy_file + '\n';
    parts.push_back({std::string{"name server, or add to its tables: "} + policy_file,
                     policy_text(setup), "--"});
  }
  std::string zones;
  for (const auto& zone : all_zones(setup)) zones += zone_text(setup, zone);
  parts.push_back({"name server, where the zone is new: shell", zones});
  parts.push_back({"name server: shell", shell_text(setup)});
  return parts;
}

}  // namespace nsfollow::cli
