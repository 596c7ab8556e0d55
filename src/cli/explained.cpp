// SPDX-License-Identifier: MIT
#include "cli/explained.h"
#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nsfollow::cli {

using namespace core;

namespace {

std::optional<Rrset> find(const RecordPicture& picture, const RrsetKey& key) {
  const auto found = picture.find(key);
  return found == picture.end() ? std::nullopt : std::optional{found->second};
}

Explained at(const ZoneSync& zone, const WishPicture& wishes, const RrsetKey& key) {
  Explained one{.key = key,
                .zone = &zone.zone(),
                .selection = {},
                .wanted = {},
                .published = find(zone.published(), key)};
  const auto wish = wishes.find(key);
  if (wish == wishes.end()) return one;
  one.was_asked = true;
  one.wanted = one.published ? wish->second.over(*one.published) : wish->second.to;
  return one;
}

}  // namespace

std::vector<Explained> explained(const Engine& engine, const std::optional<DnsName>& only) {
  std::vector<Explained> all;
  std::set<std::pair<ZoneLabel, RrsetKey>> done;
  const auto zone_of = [&](const ZoneLabel& label) {
    return std::ranges::find(engine.zones(), label,
                             [](const ZoneSync& z) { return z.zone().label(); });
  };
  const auto others = engine.others();
  std::map<ZoneLabel, WishPicture> wishes;
  for (const auto& zone : engine.zones())
    wishes.emplace(zone.zone().label(), engine.wishes(zone.zone()));
  for (const auto& host : engine.policy().hosts) {
    for (const auto family : {Family::ipv4, Family::ipv6}) {
      if ((only && host.name != *only) || host.sources(family).empty()) continue;
      all.push_back(at(*zone_of(host.zone), wishes.at(host.zone), {host.name, type_of(family)}));
      all.back().selection =
          select(host.sources(family), family, host.rules, *engine.seen(), others);
      done.emplace(host.zone, all.back().key);
    }
  }
  const auto add = [&](const ZoneSync& zone, const RrsetKey& key) {
    if ((only && key.owner != *only) || !done.emplace(zone.zone().label(), key).second) return;
    all.push_back(at(zone, wishes.at(zone.zone().label()), key));
  };
  for (const auto& record : engine.policy().records)
    add(*zone_of(record.zone), {record.name, record.type});
  for (const auto& zone : engine.zones())  // PTR records
    for (const auto& [key, wish] : wishes.at(zone.zone().label())) add(zone, key);
  return all;
}

}  // namespace nsfollow::cli
