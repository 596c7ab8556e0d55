// SPDX-License-Identifier: MIT
#include "core/pointers.h"
#include <algorithm>
#include <utility>
#include "core/rdata_text.h"
#include "core/reverse.h"
#include "core/words.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {

constexpr Duration between_questions = 10min;  // for a zone that nobody seems to have

// The PTR record's data (RFC 1035 3.3.12).
Rdata rdata_of(const DnsName& name) { return *parse_rdata(RrType::ptr, name.to_text()); }

const DnsName& top_of(Family family) {
  static const auto in_addr = *DnsName::parse("in-addr.arpa");
  static const auto ip6 = *DnsName::parse("ip6.arpa");
  return family == Family::ipv4 ? in_addr : ip6;
}

bool is_reverse(const DnsName& name) {
  const auto lies_below = [&](const DnsName& top) { return name != top && name.is_within(top); };
  return lies_below(top_of(Family::ipv4)) || lies_below(top_of(Family::ipv6));
}

}  // namespace

Pointers::Pointers(const Policy& policy, const std::map<ZoneLabel, RecordPicture>& before)
    : policy_(policy) {
  for (const auto& zone : policy.zones)
    if (is_reverse(zone.name) && zone.mirror_of.empty()) zones_.emplace(zone.name, zone.label());
  // A zone that an earlier run found holds PTR records of ours, which may have to go.
  for (const auto& [label, picture] : before) {
    const auto name = DnsName::parse(label);
    if (!name || !is_reverse(*name) || zones_.contains(*name)) continue;
    for (const auto& host : policy_.hosts) {
      const bool is_its = std::ranges::any_of(picture, [&](const auto& entry) {
        return host.reverse && entry.second.records.contains(rdata_of(host.name));
      });
      if (is_its && !zones_.contains(*name)) add_zone(*name, host);
    }
  }
}

void Pointers::add_zone(DnsName name, const Host& host) {
  const auto own =
      std::ranges::find(policy_.zones, host.zone, [](const Zone& z) { return z.label(); });
  if (own == policy_.zones.end()) return;
  Zone zone = *own;
  zone.name = name;
  zone.alias.clear();
  zone.key_of = own->key_label();
  zones_.emplace(std::move(name), zone.label());
  new_zones_.push_back(std::move(zone));
}

const ZoneLabel* Pointers::zone_of(const DnsName& name) const {
  const ZoneLabel* best = nullptr;
  std::size_t length = 0;
  for (const auto& [zone, label] : zones_) {
    if (!name.is_within(zone) || zone.to_text().size() < length) continue;
    best = &label;
    length = zone.to_text().size();
  }
  return best;
}

void Pointers::follow(const Wanted& wanted, const std::vector<ZoneSync>& zones, Turn& turn) {
  wishes_.clear();
  const auto before = std::exchange(missing_, {});
  for (const auto& host : policy_.hosts) {
    if (!host.reverse) continue;
    for (const auto family : {Family::ipv4, Family::ipv6}) {
      const auto addresses = wanted.addresses(host, family);
      if (!addresses) continue;  // those before may be the right ones
      for (const auto& address : *addresses) want(host, address, turn);
      if (are_all_known(host.name, family, wanted)) unwant(host, family, zones);
    }
  }
  for (auto& [name, missing] : missing_)
    if (const auto known = before.find(name); known != before.end()) missing = known->second;
}

// One name may have other addresses in another view of its zone.
bool Pointers::are_all_known(const DnsName& name, Family family, const Wanted& wanted) const {
  return std::ranges::none_of(policy_.hosts, [&](const Host& host) {
    return host.reverse && host.name == name && !host.sources(family).empty() &&
           !wanted.addresses(host, family);
  });
}

void Pointers::want(const Host& host, const IpAddress& address, Turn& turn) {
  const RrsetKey key{reverse_name(address), RrType::ptr};
  const auto* zone = zone_of(key.owner);
  if (zone == nullptr) {
    missing_.emplace(key.owner, Missing{.host = &host, .address = address, .ask_at = turn.now});
    return;
  }
  auto& wish = wishes_[*zone][key];
  wish.beside_others = host.shared;
  wish.to.ttl = host.ttl;
  wish.to.records.insert(rdata_of(host.name));
}

// Our own record at an address that is not the host's any more.
void Pointers::unwant(const Host& host, Family family, const std::vector<ZoneSync>& zones) {
  const auto ours = rdata_of(host.name);
  for (const auto& zone : zones) {
    if (!is_reverse(zone.zone().name) || !zone.zone().mirror_of.empty()) continue;
    auto& wishes = wishes_[zone.zone().label()];
    for (const auto& [key, rrset] : zone.holdings().remembered()) {
      if (key.type != RrType::ptr || !rrset.records.contains(ours)) continue;
      if (!key.owner.is_within(top_of(family))) continue;
      const auto wanted = wishes.find(key);
      if (wanted != wishes.end() && !wanted->second.to.empty()) continue;  // stays, or replaced
      auto& wish = wishes[key];
      wish.beside_others = true;
      wish.no_more.insert(ours);
    }
  }
}

void Pointers::look_now() {
  for (auto& [name, missing] : missing_) missing.ask_at = {};
}

void Pointers::step(const std::vector<ZoneSync>& zones, Turn& turn) {
  if (asking_) return;
  for (auto& [name, missing] : missing_) {
    if (turn.now < missing.ask_at) continue;
    const auto own = std::ranges::find(zones, missing.host->zone,
                                       [](const ZoneSync& zone) { return zone.zone().label(); });
    if (own == zones.end() || !own->has_server()) continue;
    missing.ask_at = turn.now + turn.random.between(between_questions, between_questions * 11 / 10);
    FindZone question{own->order(turn), name};
    asking_ = Asking{question.id, name, turn.now};
    turn.actions.emplace_back(std::move(question));
    return;
  }
}

bool Pointers::found(const ZoneFound& answer, Turn& turn) {
  if (!asking_ || asking_->id != answer.id) return false;
  const auto [id, name, began] = *std::exchange(asking_, std::nullopt);
  const auto outcome = answer.reply.outcome;
  const bool was_answered = outcome == Outcome::done || needs_a_person(outcome);
  if (was_answered) backoff_.succeeded();
  const auto missing = missing_.find(name);
  if (missing == missing_.end()) return true;  // not wanted any more
  if (!was_answered) {                         // its own zone has the same trouble, and tells of it
    missing->second.ask_at = turn.now + backoff_.after_outage(began, turn.now, turn.random);
  } else if (!answer.zone || !is_reverse(*answer.zone) || !name.is_within(*answer.zone)) {
    complain(missing->second, turn);
  } else if (!zones_.contains(*answer.zone)) {
    turn.say(log::Level::info, "the PTR records of " + missing->second.host->name.to_text() +
                                   " go to the zone " + answer.zone->to_text());
    add_zone(*answer.zone, *missing->second.host);
  }
  return true;
}

void Pointers::complain(Missing& missing, Turn& turn) {
  if (std::exchange(missing.complained, true)) return;
  turn.say(log::Level::warning,
           "no PTR record for " + missing.address.to_text() + " (" + missing.host->name.to_text() +
               "): the server of " + missing.host->zone +
               " serves no zone for it; if another one does, add a [zone.\"NAME\"] with that "
               "server");
}

const WishPicture& Pointers::of_zone(const ZoneLabel& zone) const {
  static const WishPicture none;
  const auto found = wishes_.find(zone);
  return found == wishes_.end() ? none : found->second;
}

std::vector<Zone> Pointers::take_new_zones() { return std::exchange(new_zones_, {}); }

std::optional<TimePoint> Pointers::next_wakeup() const {
  std::optional<TimePoint> next;
  if (asking_) return next;
  for (const auto& [name, missing] : missing_)
    next = std::min(next.value_or(missing.ask_at), missing.ask_at);
  return next;
}

bool Pointers::has_ours(const RrsetKey& key, const Rrset& rrset) const {
  return key.type == RrType::ptr && std::ranges::any_of(policy_.hosts, [&](const Host& host) {
           return host.reverse && rrset.records.contains(rdata_of(host.name));
         });
}

}  // namespace nsfollow::core
