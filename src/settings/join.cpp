// SPDX-License-Identifier: MIT
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using Zones = std::map<core::DnsName, const ZoneDraft*>;

std::string list_zones(const Zones& zones) {
  static constexpr std::size_t most = 10;
  std::string text;
  std::size_t n = 0;
  for (const auto& [name, draft] : zones) {
    if (n++ == most) return text + ", ...";
    (text += text.empty() ? "" : ", ") += name.to_text();
  }
  return text;
}

// The longest configured zone that the name lies in.
const ZoneDraft* closest_zone(const core::DnsName& name, const Zones& zones) {
  const auto text = name.to_text();
  for (std::size_t at = 0; at < text.size();) {
    const auto parent = core::DnsName::parse(std::string_view{text}.substr(at));
    const auto found = parent ? zones.find(*parent) : zones.end();
    if (found != zones.end()) return found->second;
    const auto dot = text.find('.', at);
    at = dot == std::string::npos ? text.size() : dot + 1;
  }
  const auto root = zones.find(core::DnsName{});
  return root == zones.end() ? nullptr : root->second;
}

void give_zone(HostDraft& draft, const Zones& zones, Report& report) {
  auto& host = draft.host;
  const auto name = host.name.to_text();
  if (!draft.has_zone) {
    if (const auto* zone = closest_zone(host.name, zones)) {
      host.zone = zone->zone.name;
      draft.has_zone = true;
    } else {
      report.error(draft.place, name + " lies in no configured zone. Zones: " + list_zones(zones));
    }
    return;
  }
  if (!zones.contains(host.zone)) {
    report.error(draft.place, name + " is given the zone " + host.zone.to_text() +
                                  ", which is not configured. Zones: " + list_zones(zones));
  } else if (!host.name.is_within(host.zone)) {
    report.error(draft.place, name + " does not lie in its zone " + host.zone.to_text());
  }
}

bool is_on(const core::AddressSource& source) {
  return !std::holds_alternative<core::NoSource>(source);
}

void forbid_two_owners(const std::vector<HostDraft>& hosts, core::Family family, Report& report) {
  std::map<core::DnsName, Place> owners;
  for (const auto& draft : hosts) {
    if (!draft.is_named || !is_on(draft.host.source(family))) continue;
    const auto [first, is_new] = owners.emplace(draft.host.name, draft.place);
    if (is_new) continue;
    const auto* word = family == core::Family::ipv4 ? "ipv4" : "ipv6";
    report.error(draft.place, draft.host.name.to_text() + " has " + word +
                                  " twice, first in line " + std::to_string(first->second.line) +
                                  "; one of them needs " + word + " = \"off\"");
  }
}

}  // namespace

void join(std::vector<HostDraft>& hosts, const std::vector<ZoneDraft>& zones, Report& report) {
  Zones by_name;
  for (const auto& draft : zones) by_name.emplace(draft.zone.name, &draft);
  std::map<core::DnsName, int> uses;
  for (auto& draft : hosts) {
    if (!draft.is_named) continue;
    // With every zone broken, more words about the hosts would only hide the cause.
    if (!by_name.empty()) give_zone(draft, by_name, report);
    ++uses[draft.host.zone];
    if (!is_on(draft.host.ipv4) && !is_on(draft.host.ipv6))
      report.warn(draft.place, draft.host.name.to_text() + " has ipv4 and ipv6 off: nothing to do");
  }
  forbid_two_owners(hosts, core::Family::ipv4, report);
  forbid_two_owners(hosts, core::Family::ipv6, report);
  for (const auto& draft : zones)
    if (uses[draft.zone.name] == 0)
      report.warn(draft.place, draft.header + " has no host: nothing to do there");
}

}  // namespace nsfollow::settings
