// SPDX-License-Identifier: MIT
// What the servers have in common.
#include "base/log.h"
#include "cli/setup.h"
#include "core/ip_address.h"

namespace nsfollow::cli {

std::string to_text(const SetupPart& part) {
  return part.comment + " ==== " + log::escape(part.place) + " ====\n" + part.text;
}

std::vector<std::string_view> types_of(Setup::Rights rights) {
  switch (rights) {
    case Setup::Rights::host:
      return {"A", "AAAA"};
    case Setup::Rights::zone:
      return {"A", "AAAA", "CNAME", "MX", "TXT", "SRV", "SSHFP", "TLSA", "CAA", "SVCB", "HTTPS"};
  }
  return {};
}

std::optional<ZoneServer> zone_server(const Setup& setup) {
  if (!setup.server) return std::nullopt;
  const auto& host = setup.server->host;
  if (core::IpAddress::parse(host)) return ZoneServer{"ns1." + setup.zone.to_text() + '.', host};
  const auto name = core::DnsName::parse(host);
  // Nobody finds a server within the zone without its address.
  if (!name || name->is_within(setup.zone) || host.find('.') == std::string::npos)
    return std::nullopt;
  return ZoneServer{name->to_text() + '.'};
}

std::string soa(const ZoneServer& server, const core::DnsName& zone) {
  return server.name + " hostmaster." + zone.to_text() + ". 1 3600 600 604800 60";
}

std::vector<SetupPart> zone_files(const Setup& setup, std::string (*file)(const core::DnsName&)) {
  const auto server = zone_server(setup);
  std::vector<SetupPart> parts;
  auto zones = setup.reverse_zones;
  zones.insert(zones.begin(), setup.zone);
  for (const auto& zone : zones) {
    std::string text = "; The first version; the server writes the next ones.\n";
    if (server) {
      text += "$TTL 300\n@ SOA " + soa(*server, zone) + "\n@ NS " + server->name + '\n';
      if (zone == setup.zone && !server->address.empty())
        text += "ns1 " +
                std::string{server->address.find(':') == std::string::npos ? "A " : "AAAA "} +
                server->address + '\n';
    } else {
      text += "; It wants a SOA record, an NS record and the address of a server within it.\n";
    }
    parts.push_back({"name server, where the zone is new: " + file(zone), text, ";"});
  }
  return parts;
}

}  // namespace nsfollow::cli
