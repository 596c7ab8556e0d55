// SPDX-License-Identifier: MIT
#include <set>
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

void give_zones(Drafts& drafts, const ZoneBook& book, Report& report) {
  // With every zone broken, more words about the names in them would only hide the cause.
  if (book.empty()) return;
  for (auto& draft : drafts.hosts) {
    if (!draft.is_named) continue;
    const auto* zone = book.choose(draft.host.name, draft.place, draft.zone, report);
    if (zone) draft.host.zone = zone->label();
  }
  for (auto& draft : drafts.records) {
    if (!draft.is_named) continue;
    const auto* zone = book.choose(draft.record.name, draft.place, draft.zone, report);
    if (zone) draft.record.zone = zone->label();
  }
}

void check_hosts(const std::vector<HostDraft>& hosts, Report& report) {
  std::map<Place, bool> preferences;  // of no use where all addresses are published
  for (const auto& draft : hosts) {
    const auto& host = draft.host;
    if (draft.prefer_at != Place{} && !host.rules.prefer.empty())
      preferences[draft.prefer_at] |= host.rules.only_first;
    if (!draft.is_named) continue;
    const auto name = host.name.to_text();
    if (host.ipv4.empty() && host.ipv6.empty())
      report.warn(draft.place, name + " has ipv4 and ipv6 off: nothing to do");
    if (host.reverse && name.starts_with('*'))
      report.error(draft.place, name +
                                    " is a wildcard, and no address has it as its name; "
                                    "write reverse = false");
  }
  for (const auto& [place, is_used] : preferences)
    if (!is_used)
      report.warn(place, "prefer has no effect: it chooses where addresses = \"first\"");
}

bool is_reverse(const core::DnsName& zone) {
  static const auto ipv4 = *core::DnsName::parse("in-addr.arpa");
  static const auto ipv6 = *core::DnsName::parse("ip6.arpa");
  return zone != ipv4 && zone != ipv6 && (zone.is_within(ipv4) || zone.is_within(ipv6));
}

void warn_of_idle_zones(const Drafts& drafts, Report& report) {
  std::set<core::ZoneLabel> used;
  bool any_reverse = false;
  for (const auto& draft : drafts.hosts) {
    used.insert(draft.host.zone);
    any_reverse |= draft.host.reverse;
  }
  for (const auto& draft : drafts.records) used.insert(draft.record.zone);
  for (const auto& draft : drafts.zones) {
    if (used.contains(draft.zone.label())) continue;
    if (any_reverse && is_reverse(draft.zone.name)) continue;
    report.warn(draft.place, draft.header + " has neither host nor record: nothing to do there");
  }
}

// Two views of one zone at one server can be told apart by their keys, so this may be meant.
void warn_of_twins(const std::vector<ZoneDraft>& zones, Report& report) {
  std::map<std::pair<core::DnsName, std::set<core::Server>>, const ZoneDraft*> first;
  for (const auto& draft : zones) {
    const auto& servers = draft.zone.servers;
    const auto [twin, is_new] = first.emplace(
        std::pair{draft.zone.name, std::set<core::Server>{servers.begin(), servers.end()}}, &draft);
    if (!is_new)
      report.warn(draft.place, draft.header + " has the name and the servers of " +
                                   twin->second->header + " in line " +
                                   std::to_string(twin->second->place.line) +
                                   ": only the keys can tell the two apart");
  }
}

}  // namespace

void join(Drafts& drafts, Report& report) {
  give_zones(drafts, ZoneBook{drafts.zones}, report);
  check_hosts(drafts.hosts, report);
  fill_records(drafts);
  forbid_clashes(drafts, report);
  check_echo_sources(drafts, report);
  warn_of_idle_zones(drafts, report);
  warn_of_twins(drafts.zones, report);
}

}  // namespace nsfollow::settings
