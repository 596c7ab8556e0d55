// SPDX-License-Identifier: MIT
#include "core/checkup_plan.h"
#include <algorithm>
#include <set>
#include "core/rdata_text.h"
#include "core/reverse.h"
#include "core/wanted.h"

namespace nsfollow::core {

namespace {

// RFC 5737 and RFC 3849: addresses of nobody.
AddressSources made_up(Family family) {
  return {LiteralSource{*IpAddress::parse(family == Family::ipv4 ? "192.0.2.1" : "2001:db8::1")}};
}

using Unknown = std::set<std::pair<DnsName, Family>>;

// The same policy, where every host has addresses of each family that it asks for.
Policy with_addresses(const Policy& policy, const Wanted& wanted, Unknown& unknown) {
  Policy whole = policy;
  for (std::size_t i = 0; i < policy.hosts.size(); ++i) {
    for (const auto family : {Family::ipv4, Family::ipv6}) {
      if (policy.hosts[i].sources(family).empty()) continue;
      auto& sources = family == Family::ipv4 ? whole.hosts[i].ipv4 : whole.hosts[i].ipv6;
      const auto known = wanted.addresses(policy.hosts[i], family);
      if (!known || known->empty()) {
        unknown.emplace(policy.hosts[i].name, family);
        sources = made_up(family);
        continue;
      }
      sources.clear();
      for (const auto& address : *known) sources.emplace_back(LiteralSource{address});
    }
  }
  return whole;
}

bool is_made_up(const Policy& policy, const RrsetKey& key, const Unknown& unknown) {
  if (unknown.contains({key.owner, Family::ipv4}) && key.type == RrType::a) return true;
  if (unknown.contains({key.owner, Family::ipv6}) && key.type == RrType::aaaa) return true;
  return std::ranges::any_of(policy.records, [&](const Record& record) {
    return record.name == key.owner && record.type == key.type &&
           std::ranges::any_of(record.values, [&](const auto& value) {
             const auto* text = std::get_if<Template>(&value);
             return text != nullptr && std::ranges::any_of(text->pieces, [&](const auto& piece) {
                      const auto* mark = std::get_if<AddressMark>(&piece);
                      return mark != nullptr &&
                             unknown.contains({policy.hosts[mark->host].name, mark->family});
                    });
           });
  });
}

// The longest of the configuration's reverse zones that the name lies in.
const Zone* zone_of(const Policy& policy, const DnsName& name) {
  const Zone* best = nullptr;
  for (const auto& zone : policy.zones) {
    if (!zone.mirror_of.empty() || !name.is_within(zone.name)) continue;
    if (best == nullptr || zone.name.is_within(best->name)) best = &zone;
  }
  return best;
}

void put(std::vector<Intended>& all, Intended one) {
  const auto same = std::ranges::find(all, one.key, &Intended::key);
  if (same == all.end())
    all.push_back(std::move(one));
  else
    same->to.records.merge(one.to.records);
}

void add_pointers(CheckupPlan& plan, const Policy& policy, const Host& host, const Wanted& wanted) {
  for (const auto family : {Family::ipv4, Family::ipv6}) {
    const auto addresses = wanted.addresses(host, family);
    if (!addresses) continue;
    for (const auto& address : *addresses) {
      Intended pointer{{reverse_name(address), RrType::ptr},
                       {host.ttl, {*parse_rdata(RrType::ptr, host.name.to_text())}}};
      if (const auto* zone = zone_of(policy, pointer.key.owner))
        put(plan.by_zone[zone->label()], std::move(pointer));
      else
        plan.unplaced.push_back({host.zone, std::move(pointer)});
    }
  }
}

}  // namespace

CheckupPlan plan_checkup(const Policy& policy, const std::optional<Seen>& seen) {
  Wanted known{policy, {}};
  if (seen) known.see(*seen, {}, {});
  Unknown unknown;
  const auto whole = with_addresses(policy, known, unknown);
  const Wanted wanted{whole, {}};
  CheckupPlan plan;
  for (const auto& zone : policy.zones) {
    if (!zone.mirror_of.empty()) continue;
    auto& all = plan.by_zone[zone.label()];
    for (const auto& [key, wish] : wanted.of_zone(zone.label()))
      all.push_back({key, wish.to, is_made_up(policy, key, unknown), wish.beside_others});
  }
  // A pointer for an address that nobody has would lead nowhere.
  for (const auto& host : policy.hosts)
    if (host.reverse) add_pointers(plan, policy, host, known);
  for (const auto& zone : policy.zones) {
    if (zone.mirror_of.empty()) continue;
    const auto original = plan.by_zone.find(zone.original());
    if (original != plan.by_zone.end()) plan.by_zone[zone.label()] = original->second;
  }
  return plan;
}

}  // namespace nsfollow::core
