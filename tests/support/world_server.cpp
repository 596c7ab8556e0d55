// SPDX-License-Identifier: MIT
// What the simulated name server makes of what it hears, and what must be true of it.
#include <algorithm>
#include <utility>
#include "support/world.h"

namespace nsfollow::test {

using namespace core;

WallTime World::true_time() const {
  return WallTime{std::chrono::years{50}} +
         std::chrono::floor<std::chrono::seconds>(now_.time_since_epoch());
}

std::optional<RrsetKey> SimServer::delegated_of(const std::vector<RrsetKey>& keys) const {
  for (const auto& key : keys)
    for (const auto& zone_cut : delegated)
      if (key.owner.is_within(zone_cut)) return key;
  return std::nullopt;
}

const SimServer& World::server_of(const Order& request) const {
  const auto other = others.find(request.server);
  return other == others.end() ? server : other->second;
}

SimServer& World::server_of(const Order& request) {
  const auto other = others.find(request.server);
  return other == others.end() ? server : other->second;
}

World::OneZone World::one_zone(const Order& request) const {
  const bool mirrors =
      std::ranges::any_of(policy_.zones, [](const Zone& zone) { return !zone.mirror_of.empty(); });
  return {request.zone, request.zone_name, mirrors ? std::optional{request.server} : std::nullopt};
}

Reply World::judge(const Order& request, WallTime signed_at) const {
  const auto its_time =
      true_time() + std::chrono::round<std::chrono::seconds>(server_of(request).clock_ahead);
  const auto wall = true_time() - std::chrono::round<std::chrono::seconds>(wall_behind);
  Reply reply{
      .outcome = Outcome::done, .detail = {}, .peer = "ns1", .took = 2 * path.one_way, .clock = {}};
  reply.clock = ClockSample{{its_time, now_}, wall};
  const bool in_time = std::chrono::abs(its_time - signed_at) <= request.fudge;
  if (!in_time) reply.outcome = Outcome::bad_time;
  if (server_of(request).tells_time) return reply;
  reply.clock = ClockSample{{signed_at, now_}, wall};
  if (in_time) return reply;
  reply.clock.reset();
  reply.outcome = Outcome::unsigned_not_auth;
  return reply;
}

Reply World::apply(const SendUpdate& update, WallTime signed_at) {
  auto& its = server_of(update);
  Reply reply = judge(update, signed_at);
  if (reply.outcome != Outcome::done) return reply;
  if (its.refusal != Outcome::done) {
    reply.outcome = its.refusal;
    return reply;
  }
  for (const auto& change : update.changes)
    if (its.forbidden.contains(change.key.type)) {
      reply.outcome = Outcome::refused;
      return reply;
    }
  for (const auto& change : update.changes)
    if (its.zone[change.key].records != change.from.records) {
      reply.outcome = Outcome::guard_failed;
      return reply;
    }
  if (its.lies) return reply;
  ++changes_made;
  if (its.lease && update.lease) reply.lease = std::min(*its.lease, *update.lease);
  for (const auto& change : update.changes) {
    if (its.aliases.contains(change.key.owner)) continue;
    if (its.silent_about.contains(change.key.owner)) continue;
    its.zone[change.key] = change.to;
    if (its.own_ttl && !change.to.empty()) its.zone[change.key].ttl = *its.own_ttl;
  }
  if (its.transfer) schedule(*its.transfer, [&its, zone = its.zone] { its.shown = zone; });
  return reply;
}

bool World::replay(std::size_t nth) {
  const auto before = changes_made;
  (void)apply(updates.at(nth).update, updates.at(nth).signed_at);
  return changes_made != before;
}

// ---- what is true, and what must be

std::set<std::string> World::in_dns(const std::string& owner, RrType type) const {
  std::set<std::string> texts;
  const auto held = server.zone.find({name(owner), type});
  if (held == server.zone.end()) return texts;
  for (const auto& rdata : held->second.records) texts.insert(describe(type, rdata));
  return texts;
}

bool World::is_right(const Host& host, Family family) const {
  const auto wanted = publishable(family);
  if (wanted.empty() && host.on_loss == Afterwards::keep) return true;  // whatever was there stays
  return in_dns(host.name.to_text(), type_of(family)) == wanted;
}

int World::count_said(const std::string& part) const {
  return static_cast<int>(std::ranges::count_if(
      log, [&](const std::string& line) { return line.find(part) != std::string::npos; }));
}

void World::violation(const std::string& what) {
  violations.push_back(what);
  if (trace) perform(Say{nsfollow::log::Level::error, "VIOLATION " + what});
}

// Accepted is not published: only what the server was heard to hold may be remembered.
void World::check(const Saved& saved) {
  for (const auto& [zone, picture] : saved.published)
    for (const auto& [key, rrset] : picture)
      if (!told_.contains({key, rrset.records}))
        violation("I6: remembers " + describe(key) + " as the server never told it");
}

// As somebody sees it who knows all: the machine holds it, the translator does, or it is written
// down.  No private one, but for insiders.
bool World::is_ours(const RrsetKey& key, const Rdata& rdata) const {
  const auto text = describe(key.type, rdata);
  const auto family = key.type == RrType::a ? Family::ipv4 : Family::ipv6;
  if (publishable(family).contains(text)) return true;
  const auto held = last_publishable_.find(text);
  if (held != last_publishable_.end() && now_ - held->second <= 8s) return true;
  if (outsides_.contains(text)) return true;
  for (const auto& [program, printed] : commands)
    for (const auto& address : printed)
      if (address.to_text() == text) return true;
  return std::ranges::any_of(policy_.hosts, [&](const Host& host) {
    return host.name == key.owner &&
           std::ranges::any_of(host.sources(family), [&](const AddressSource& source) {
             const auto* literal = std::get_if<LiteralSource>(&source);
             return literal != nullptr && literal->address.to_text() == text;
           });
  });
}

bool World::was_ours(const RrsetKey& key, const Rdata& rdata) const {
  return is_ours(key, rdata) || last_publishable_.contains(describe(key.type, rdata));
}

// The invariants that an update must keep, whatever the engine thinks.
void World::check(const SendUpdate& update) {
  if (in_flight_.contains(one_zone(update))) violation("I3: two updates under way for one zone");
  auto& credit = credits_[update.server];
  credit.left =
      std::min<Duration>(credit.left + (now_ - std::exchange(credit.at, now_)), 300s) - 10s;
  if (credit.left < 0s) violation("I4: more updates than the token bucket holds");
  if (update.changes.empty()) violation("I14: an update without a change");
  for (const auto& change : update.changes) {
    const bool is_host = std::ranges::count(policy_.hosts, change.key.owner, &Host::name) > 0;
    if (!is_host || (change.key.type != RrType::a && change.key.type != RrType::aaaa)) continue;
    const auto family = change.key.type == RrType::a ? Family::ipv4 : Family::ipv6;
    for (const auto& rdata : change.from.records)
      if (change.by_record && !change.to.records.contains(rdata) && !was_ours(change.key, rdata))
        violation("I15: takes " + describe(change.key.type, rdata) + " away, which is not ours");
    for (const auto& rdata : change.to.records)
      if (!(change.by_record && change.from.records.contains(rdata)) && !is_ours(change.key, rdata))
        violation("I2: publishes " + describe(change.key.type, rdata) +
                  ", which this machine does not hold");
    if (!change.to.empty()) continue;
    const auto host = std::ranges::find(policy_.hosts, change.key.owner, &Host::name);
    if (leaving_ && host != policy_.hosts.end() && host->on_stop == Afterwards::withdraw) continue;
    if (host == policy_.hosts.end() || host->on_loss == Afterwards::keep)
      violation("I12: withdraws against the policy");
    else if (!was_unreadable_ && now_ - losses_[family].since < host->loss_grace)
      violation("I12: withdraws before the loss has lasted");
  }
}

}  // namespace nsfollow::test
