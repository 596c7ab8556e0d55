// SPDX-License-Identifier: MIT
#include "core/status.h"
#include <algorithm>
#include "base/log.h"
#include "core/selection.h"

namespace nsfollow::core {

namespace {

// The server may insist on a TTL of its own; that is as right as it can be.
std::optional<Rrset> with_ttl_of(std::optional<Rrset> wanted, const std::optional<Rrset>& found) {
  if (wanted && found && wanted->records == found->records) wanted->ttl = found->ttl;
  return wanted;
}

Status::Name name_of(const ZoneSync& zone, const RrsetKey& key, const Wish* wish, TimePoint now) {
  Status::Name name{.key = key,
                    .zone = zone.zone().label(),
                    .wanted = {},
                    .published = {},
                    .changed_ago = {},
                    .remark = {}};
  const auto found = zone.published().find(key);
  if (found != zone.published().end()) name.published = found->second;
  if (wish != nullptr)
    name.wanted =
        with_ttl_of(name.published ? wish->over(*name.published) : wish->to, name.published);
  const auto before = zone.holdings().remembered().find(key);
  name.is_kept =
      !name.wanted && before != zone.holdings().remembered().end() && !before->second.empty();
  if (const auto at = zone.holdings().confirmed_at(key)) name.changed_ago = now - *at;
  return name;
}

Status::Zone zone_of(const ZoneSync& zone, TimePoint now) {
  Status::Zone one{.label = zone.zone().label(),
                   .name = zone.zone().name,
                   .server = zone.server(),
                   .is_right = zone.is_right(),
                   .is_busy = zone.is_busy(),
                   .trouble = {},
                   .answered_ago = {},
                   .next_in = {},
                   .clock_behind = {}};
  if (zone.trouble()) {
    one.trouble = zone.trouble_text();
    one.needs_a_person = needs_a_person(*zone.trouble());
    one.trouble_for = now - zone.troubles().since();
    one.tries = zone.troubles().tries();
  }
  if (const auto at = zone.answered_at()) one.answered_ago = now - *at;
  if (const auto at = zone.next_wakeup()) one.next_in = std::max(*at - now, Duration{});
  return one;
}

std::string vantage_text(const std::string& who, const Vantage& vantage) {
  return who + (vantage.family == Family::ipv4 ? " for IPv4" : " for IPv6") +
         (vantage.interface.empty() ? "" : " behind " + log::escape(vantage.interface));
}

Status::Source source_of(std::string name, const Told& told) {
  Status::Source source{.name = std::move(name), .answer = {}, .by = told.by, .why_not = {}};
  for (const auto& address : told.addresses.value_or(std::vector<IpAddress>{}))
    source.answer += (source.answer.empty() ? "" : " ") + address.to_text();
  if (!told.addresses) source.why_not = told.is_coming ? "being asked" : told.why_not;
  return source;
}

void add_name_servers(const Propagation::Followed& followed, Status::Zone& zone) {
  zone.name_servers_unknown = followed.why_not;
  zone.has_hidden_primary = followed.has_hidden_primary();
  for (const auto& server : followed.servers)
    zone.name_servers.push_back({.server = server.server,
                                 .address = server.peer,
                                 .serves = server.since.has_value(),
                                 .lag = followed.lag(server),
                                 .lacks = server.lacks,
                                 .is_given_up = server.is_given_up});
}

void add_hosts(const Engine& engine, TimePoint now, Status& status) {
  const auto others = engine.others();
  for (const auto& host : engine.policy().hosts) {
    const auto zone = std::ranges::find(engine.zones(), host.zone,
                                        [](const ZoneSync& z) { return z.zone().label(); });
    for (const auto family : {Family::ipv4, Family::ipv6}) {
      if (host.sources(family).empty() || zone == engine.zones().end()) continue;
      const RrsetKey key{host.name, type_of(family)};
      const auto& wishes = engine.wanted().of_zone(host.zone);
      const auto wish = wishes.find(key);
      auto name = name_of(*zone, key, wish == wishes.end() ? nullptr : &wish->second, now);
      if (!name.wanted && engine.seen())
        name.remark =
            select(host.sources(family), family, host.rules, *engine.seen(), others).remark;
      if (!name.wanted && name.remark.empty()) name.remark = "there is no address to publish";
      status.names.push_back(std::move(name));
    }
  }
}

// Records and PTRs: whatever else is wished for.
void add_others(const Engine& engine, TimePoint now, Status& status) {
  const auto is_there = [&](const ZoneLabel& zone, const RrsetKey& key) {
    return std::ranges::any_of(status.names,
                               [&](const auto& n) { return n.zone == zone && n.key == key; });
  };
  for (const auto& record : engine.policy().records) {
    const auto zone = std::ranges::find(engine.zones(), record.zone,
                                        [](const ZoneSync& z) { return z.zone().label(); });
    const RrsetKey key{record.name, record.type};
    if (zone == engine.zones().end() || is_there(record.zone, key)) continue;
    const auto& wishes = engine.wanted().of_zone(record.zone);
    const auto wish = wishes.find(key);
    status.names.push_back(
        name_of(*zone, key, wish == wishes.end() ? nullptr : &wish->second, now));
    if (wish == wishes.end()) status.names.back().remark = "waits for an address that is in it";
  }
  for (const auto& zone : engine.zones()) {
    const auto label = zone.zone().label();
    for (const auto& [key, wish] : engine.wishes(zone.zone()))
      if (!is_there(label, key)) status.names.push_back(name_of(zone, key, &wish, now));
  }
}

}  // namespace

Status status_of(const Engine& engine, TimePoint now, WallTime wall) {
  Status status{.running_for = now - engine.started_at(),
                .is_blind = engine.is_blind(),
                .zones = {},
                .names = {},
                .sources = {}};
  for (const auto& zone : engine.zones()) {
    status.zones.push_back(zone_of(zone, now));
    if (const auto clock = engine.clock_of(zone.server()))
      status.zones.back().clock_behind = clock->read(now) - wall;
    if (const auto* followed = engine.propagation().of(zone.zone().label()))
      add_name_servers(*followed, status.zones.back());
  }
  add_hosts(engine, now, status);
  add_others(engine, now, status);
  const auto others = engine.others();
  for (const auto& [vantage, told] : others.gateway)
    status.sources.push_back(source_of(vantage_text("gateway", vantage), told));
  for (const auto& [vantage, told] : others.echo)
    status.sources.push_back(source_of(vantage_text("echo services", vantage), told));
  for (const auto& [command, told] : others.command)
    status.sources.push_back(source_of(log::escape(command.path), told));
  return status;
}

int Status::exit_code() const {
  if (is_blind) return 3;
  if (std::ranges::any_of(zones, &Zone::needs_a_person)) return 4;
  const bool is_unknown =
      std::ranges::any_of(names, [](const Name& name) { return !name.is_right(); });
  const bool is_wrong = std::ranges::any_of(
      zones, [](const Zone& zone) { return !zone.is_right && !zone.trouble.empty(); });
  return is_unknown || is_wrong ? 5 : 0;
}

}  // namespace nsfollow::core
