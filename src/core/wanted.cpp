// SPDX-License-Identifier: MIT
#include "core/wanted.h"
#include <algorithm>
#include <utility>
#include "core/rdata_text.h"
#include "core/selection.h"
#include "core/template.h"

namespace nsfollow::core {

namespace {

bool was_published(const std::map<ZoneLabel, RecordPicture>& before, const Host& host,
                   const RrsetKey& key) {
  const auto zone = before.find(host.zone);
  if (zone == before.end()) return false;
  const auto rrset = zone->second.find(key);
  return rrset != zone->second.end() && !rrset->second.empty();
}

// What is written down does not wait for the kernel.
std::optional<std::vector<IpAddress>> written_down(const AddressSources& sources) {
  std::vector<IpAddress> all;
  for (const auto& source : sources) {
    const auto* literal = std::get_if<LiteralSource>(&source);
    if (literal == nullptr) return std::nullopt;
    all.push_back(literal->address);
  }
  return all;
}

bool stands_in_record(const Policy& policy, const Host& host, Family family) {
  const auto is_it = [&](const auto& piece) {
    const auto* mark = std::get_if<AddressMark>(&piece);
    return mark && &policy.hosts[mark->host] == &host && mark->family == family;
  };
  return std::ranges::any_of(policy.records, [&](const Record& record) {
    return std::ranges::any_of(record.values, [&](const auto& value) {
      const auto* text = std::get_if<Template>(&value);
      return text && std::ranges::any_of(text->pieces, is_it);
    });
  });
}

}  // namespace

Wanted::Wanted(const Policy& policy, const std::map<ZoneLabel, RecordPicture>& before)
    : policy_(policy) {
  for (const auto& host : policy.hosts) {
    for (const auto family : {Family::ipv4, Family::ipv6}) {
      if (host.sources(family).empty()) continue;
      OfHost wish{.host = &host,
                  .family = family,
                  .addresses = written_down(host.sources(family)),
                  .lost_at = {},
                  .left_over = {},
                  .stands_in_record = stands_in_record(policy, host, family),
                  .none_since = {},
                  .remark = {}};
      wish.had = was_published(before, host, wish.key());
      hosts_.push_back(std::move(wish));
    }
  }
  compose();
}

void Wanted::see(const Seen& seen, const Others& others, TimePoint now) {
  needs_ = {};
  for (auto& wish : hosts_) see(wish, seen, others, now);
  compose();
}

void Wanted::see(OfHost& wish, const Seen& seen, const Others& others, TimePoint now) {
  auto selection =
      select(wish.host->sources(wish.family), wish.family, wish.host->rules, seen, others);
  needs_.gateway.merge(selection.needs.gateway);
  needs_.echo.merge(selection.needs.echo);
  needs_.command.merge(selection.needs.command);
  // What never was cannot be lost: then what is written down is all there is.
  const bool is_first = selection.lost && !wish.had && !selection.addresses.empty();
  if (!selection.undecided && (!selection.lost || is_first)) {
    wish.addresses = std::move(selection.addresses);
    wish.had = true;
    wish.is_absent = false;
    wish.none_since.reset();
    wish.lost_at.reset();
    wish.remark.clear();
    return;
  }
  if (selection.undecided && !selection.is_coming &&
      std::exchange(wish.remark, selection.remark) != selection.remark)
    complain(describe(wish.key()) + ": " + selection.remark);
  if (selection.undecided) {
    wish.none_since.reset();
    wish.lost_at.reset();
    wish.addresses.reset();
  } else if (!wish.lost_at) {
    // Nothing left is no wish to have nothing: an interface comes and goes.
    wish.addresses.reset();
    wish.left_over = std::move(selection.addresses);
    if (wish.had) wish.lost_at = now;
    if (!wish.had && !wish.none_since) wish.none_since = now;
  }
}

void Wanted::tick(TimePoint now) {
  const auto next = next_deadline();
  if (!next || *next > now) return;
  for (auto& wish : hosts_) {
    if (const auto due = wish.withdraw_at(); due && *due <= now) wish.addresses = wish.left_over;
    if (const auto due = wish.absent_at(); due && *due <= now) wish.is_absent = true;
  }
  compose();
}

std::optional<TimePoint> Wanted::OfHost::withdraw_at() const {
  if (!lost_at || addresses || host->on_loss == Afterwards::keep) return std::nullopt;
  return *lost_at + host->loss_grace;
}

std::optional<TimePoint> Wanted::OfHost::absent_at() const {
  if (!stands_in_record || !none_since || is_absent) return std::nullopt;
  return *none_since + host->loss_grace;
}

void Wanted::leave() {
  leaves_ = true;
  compose();
}

void Wanted::compose() {
  if (leaves_) {
    for (auto& wish : hosts_)
      if (wish.host->on_stop == Afterwards::withdraw) wish.addresses.emplace();
  }
  by_zone_.clear();
  for (const auto& wish : hosts_) {
    if (!wish.addresses) continue;
    auto& target = by_zone_[wish.host->zone][wish.key()];
    target.beside_others = wish.host->shared;
    for (const auto& address : *wish.addresses) target.to.records.insert(rdata_of(address));
    if (!target.to.empty()) target.to.ttl = wish.host->ttl;
  }
  for (const auto& record : policy_.records) compose(record);
}

const Wanted::OfHost* Wanted::find(const AddressMark& mark) const {
  const auto* host = &policy_.hosts[mark.host];
  const auto found = std::ranges::find_if(
      hosts_, [&](const OfHost& wish) { return wish.host == host && wish.family == mark.family; });
  return found == hosts_.end() ? nullptr : &*found;
}

// A record waits until all addresses in it are known.
void Wanted::compose(const Record& record) {
  Wish wish{.to = {record.ttl, {}}};
  bool lacks_any = false;
  for (const auto& value : record.values) {
    const auto* source = std::get_if<Template>(&value);
    if (source == nullptr) {
      wish.to.records.insert(std::get<Rdata>(value));
      continue;
    }
    bool is_known = true;
    const auto text = expand(*source, record.type, [&](const AddressMark& mark) {
      const auto* host = find(mark);
      is_known = is_known && host != nullptr && (host->addresses || host->is_absent);
      lacks_any = lacks_any || host == nullptr || !host->addresses;
      return host != nullptr && host->addresses ? *host->addresses : std::vector<IpAddress>{};
    });
    if (!is_known || !put(record, text, wish.to)) return;
  }
  // What never was is no reason to withdraw a record that is nothing else.
  if (wish.to.empty() && lacks_any) return;
  if (wish.to.empty()) wish.to.ttl = {};
  by_zone_[record.zone].insert_or_assign({record.name, record.type}, std::move(wish));
}

bool Wanted::put(const Record& record, const std::string& text, Rrset& rrset) {
  // Several addresses are one value of a TXT record, and several records of their own.
  const bool is_list = record.type == RrType::a || record.type == RrType::aaaa;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = is_list ? std::min(text.find(' ', at), text.size()) : text.size();
    auto rdata = parse_rdata(record.type, std::string_view{text}.substr(at, end - at));
    if (!rdata) {
      const RrsetKey key{record.name, record.type};
      if (wrong_.insert(record.zone + ' ' + describe(key) + ' ' + text).second)
        complain(describe(key) + ": the value \"" + text + "\" " + rdata.error().text);
      return false;
    }
    rrset.records.insert(*std::move(rdata));
    at = end + 1;
  }
  return true;
}

void Wanted::complain(std::string text) { complaints_.push_back(std::move(text)); }

const WishPicture& Wanted::of_zone(const ZoneLabel& zone) const {
  static const WishPicture nothing_known;
  const auto found = by_zone_.find(zone);
  return found == by_zone_.end() ? nothing_known : found->second;
}

std::optional<std::vector<IpAddress>> Wanted::addresses(const Host& host, Family family) const {
  const auto found = std::ranges::find_if(
      hosts_, [&](const OfHost& wish) { return wish.host == &host && wish.family == family; });
  return found == hosts_.end() ? std::nullopt : found->addresses;
}

std::optional<TimePoint> Wanted::next_deadline() const {
  std::optional<TimePoint> next;
  for (const auto& wish : hosts_)
    for (const auto due : {wish.withdraw_at(), wish.absent_at()})
      if (due) next = std::min(next.value_or(*due), *due);
  return next;
}

std::vector<std::string> Wanted::take_complaints() { return std::exchange(complaints_, {}); }

}  // namespace nsfollow::core
