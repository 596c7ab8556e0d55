// SPDX-License-Identifier: MIT
#include "core/wanted.h"
#include <algorithm>
#include <utility>
#include "core/selection.h"

namespace nsfollow::core {

namespace {

bool was_published(const std::map<DnsName, RecordPicture>& before, const Host& host,
                   const RrsetKey& key) {
  const auto zone = before.find(host.zone);
  if (zone == before.end()) return false;
  const auto rrset = zone->second.find(key);
  return rrset != zone->second.end() && !rrset->second.empty();
}

}  // namespace

Wanted::Wanted(const std::vector<Host>& hosts, const std::map<DnsName, RecordPicture>& before) {
  for (const auto& host : hosts) {
    for (const auto family : {Family::ipv4, Family::ipv6}) {
      const auto& source = host.source(family);
      if (std::holds_alternative<NoSource>(source)) continue;
      Wish wish{.host = &host, .family = family, .addresses = {}, .lost_at = {}, .remark = {}};
      wish.had = was_published(before, host, wish.key());
      // What is written down does not wait for the kernel.
      if (const auto* literal = std::get_if<LiteralSource>(&source))
        wish.addresses = std::vector{literal->address};
      wishes_.push_back(std::move(wish));
    }
  }
  compose();
}

void Wanted::see(const Seen& seen, TimePoint now) {
  for (auto& wish : wishes_) see(wish, seen, now);
  compose();
  tick(now);
}

void Wanted::see(Wish& wish, const Seen& seen, TimePoint now) {
  auto selection = select(wish.host->source(wish.family), wish.family, seen);
  if (!selection.addresses.empty()) {
    wish.addresses = std::move(selection.addresses);
    wish.had = true;
    wish.lost_at.reset();
    wish.remark.clear();
    return;
  }
  if (selection.undecided && std::exchange(wish.remark, selection.remark) != selection.remark)
    complaints_.push_back(describe(wish.key()) + ": " + selection.remark);
  if (selection.undecided) {
    wish.lost_at.reset();
    wish.addresses.reset();
  } else if (!wish.lost_at) {
    // Nothing left is no wish to have nothing: an interface comes and goes.
    wish.addresses.reset();
    if (wish.had) wish.lost_at = now;
  }
}

void Wanted::tick(TimePoint now) {
  const auto next = next_deadline();
  if (!next || *next > now) return;
  for (auto& wish : wishes_)
    if (const auto due = wish.withdraw_at(); due && *due <= now) wish.addresses.emplace();
  compose();
}

std::optional<TimePoint> Wanted::Wish::withdraw_at() const {
  if (!lost_at || addresses || host->on_loss == OnLoss::keep) return std::nullopt;
  return *lost_at + host->loss_grace;
}

void Wanted::compose() {
  by_zone_.clear();
  for (const auto& wish : wishes_) {
    if (!wish.addresses) continue;
    Rrset& rrset = by_zone_[wish.host->zone][wish.key()];
    for (const auto& address : *wish.addresses) rrset.records.insert(rdata_of(address));
    if (!rrset.empty()) rrset.ttl = wish.host->ttl;
  }
}

const RecordPicture& Wanted::of_zone(const DnsName& zone) const {
  static const RecordPicture nothing_known;
  const auto found = by_zone_.find(zone);
  return found == by_zone_.end() ? nothing_known : found->second;
}

std::optional<TimePoint> Wanted::next_deadline() const {
  std::optional<TimePoint> next;
  for (const auto& wish : wishes_)
    if (const auto due = wish.withdraw_at()) next = std::min(next.value_or(*due), *due);
  return next;
}

std::vector<std::string> Wanted::take_complaints() { return std::exchange(complaints_, {}); }

}  // namespace nsfollow::core
