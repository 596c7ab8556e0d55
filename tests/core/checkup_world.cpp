// SPDX-License-Identifier: MIT
#include "core/checkup_world.h"

namespace nsfollow::test {

namespace {

Reply reply(Outcome outcome) {
  Reply reply;
  reply.outcome = outcome;
  return reply;
}

Outcome unknown_key(const FakeServer& server, bool is_update) {
  if (server.manners != Manners::powerdns) return Outcome::bad_key;
  return is_update ? Outcome::unsigned_refused : Outcome::unsigned_not_auth;
}

TsigAlgorithm algorithm_of(const Order& order) {
  for (const auto algorithm : all_tsig_algorithms)
    if (order.zone.ends_with('\n' + std::string{describe(algorithm)})) return algorithm;
  return TsigAlgorithm::hmac_sha256;
}

}  // namespace

CheckupReport CheckupWorld::check() {
  std::map<ZoneLabel, CheckupKey> keys;
  for (const auto& zone : policy.zones)
    keys[zone.key_label()] = {name("host1"), TsigAlgorithm::hmac_sha256};
  Checkup checkup{policy, keys, machine};
  obey(checkup.start(now));
  while (!checkup.is_over()) {
    std::ranges::stable_sort(mail_, {}, [](const auto& letter) { return letter.first; });
    const auto wakeup = checkup.next_wakeup().value_or(TimePoint::max());
    if (mail_.empty() || wakeup < mail_.front().first) {
      if (wakeup == TimePoint::max()) break;  // it waits for nothing: the report will show
      now = std::max(now, wakeup);
      obey(checkup.tick(now));
      continue;
    }
    const auto [when, event] = mail_.front();
    mail_.pop_front();
    now = std::max(now, when);
    obey(checkup.on(event, now));
  }
  return checkup.report();
}

void CheckupWorld::obey(const std::vector<Action>& actions) {
  for (const auto& action : actions) {
    ++exchanges;
    const auto post = [&](Event event, bool is_dead) {
      mail_.emplace_back(now + (is_dead ? Duration{5s} : Duration{3ms}), std::move(event));
    };
    if (const auto* look = std::get_if<LookAtKernel>(&action))
      post(answer(*look), false);
    else if (const auto* question = std::get_if<LookUp>(&action))
      post(answer(*question), is_dead(question->server));
    else if (const auto* trial = std::get_if<TryUpdate>(&action))
      post(answer(*trial), is_dead(trial->server));
    else if (const auto* zone = std::get_if<FindZone>(&action))
      post(answer(*zone), is_dead(zone->server));
    else if (const auto* primary = std::get_if<FindPrimary>(&action))
      post(answer(*primary), false);
    else if (const auto* plain = std::get_if<AskNameServer>(&action); plain != nullptr) {
      if (plain->server.host != lost) post(answer(*plain), is_dead(plain->server));
    } else if (std::holds_alternative<SendUpdate>(action))
      changed.emplace_back("an update");
  }
}

Event CheckupWorld::answer(const LookAtKernel&) const { return KernelSeen{}; }

Reply CheckupWorld::meet(const Order& order, const FakeServer& server, bool is_update) const {
  if (server.is_dead) return reply(Outcome::silent);
  auto met = reply(Outcome::done);
  met.peer = server.address;
  met.took = 3ms;
  met.carrier = Carrier::udp;
  const bool is_mute = server.manners == Manners::powerdns;
  const auto refuse = [&](Outcome outcome) {
    met.outcome = is_mute ? unknown_key(server, is_update) : outcome;
    return met;
  };
  if (!server.knows_key || algorithm_of(order) != server.algorithm) return refuse(Outcome::bad_key);
  if (!server.knows_secret) return refuse(Outcome::bad_signature);
  const auto signed_at = order.clock ? order.clock->read(now) : wall();
  const auto its_time = wall() + server.clock_ahead;
  const bool in_time = std::chrono::abs(its_time - signed_at) <= order.fudge;
  if (!in_time && is_mute) return refuse({});
  met.clock = ClockSample{{is_mute ? signed_at : its_time, now}, wall()};
  if (!in_time) met.outcome = Outcome::bad_time;
  return met;
}

Event CheckupWorld::answer(const LookUp& question) {
  auto& s = server(question.server);
  LookedUp told{question.id, meet(question, s, false), {}};
  if (told.reply.outcome != Outcome::done) return told;
  for (const auto& key : question.keys) {
    const auto is_delegated = [&](const DnsName& cut) { return key.owner.is_within(cut); };
    if (!s.zone_of(key.owner)) told.reply.outcome = Outcome::refused;
    if (std::ranges::any_of(s.delegated, is_delegated))
      told.reply.outcome = Outcome::not_authoritative;
    told.found[key] = s.records.contains(key) ? s.records[key] : Rrset{};
    if (s.is_apex(key)) told.found[key] = {300s, {soa_of(s)}};
  }
  if (told.reply.outcome != Outcome::done) told.found.clear();
  return told;
}

Event CheckupWorld::answer(const TryUpdate& update) {
  auto& s = server(update.server);
  UpdateAnswered told{update.id, meet(update, s, true)};
  if (told.reply.outcome != Outcome::done) return told;
  const auto no_right = s.manners == Manners::knot ? Outcome::bad_key : Outcome::refused;
  if (!s.has_right) told.reply.outcome = no_right;
  if (s.is_frozen)
    told.reply.outcome = s.manners == Manners::knot ? Outcome::unsigned_refused : Outcome::refused;
  if (told.reply.outcome != Outcome::done || update.changes.empty()) return told;
  told.reply.outcome = s.reads_prerequisites ? Outcome::guard_failed : Outcome::done;
  for (const auto& change : update.changes) {
    if (s.forbidden.contains(change.key)) told.reply.outcome = no_right;
    if (!change.key.owner.is_within(update.zone_name)) told.reply.outcome = Outcome::not_zone;
  }
  return told;
}

Event CheckupWorld::answer(const FindZone& question) {
  auto& s = server(question.server);
  ZoneFound told{question.id, meet(question, s, false), {}};
  if (told.reply.outcome != Outcome::done) return told;
  told.zone = s.zone_of(question.name);
  if (!told.zone) told.reply.outcome = Outcome::refused;
  return told;
}

Event CheckupWorld::answer(const FindPrimary& question) const {
  for (const auto& [host, s] : servers)
    if (s.zone == question.zone) return PrimaryFound{question.id, Server{host}, 60s, {}};
  return PrimaryFound{question.id, {}, {}, "no such domain"};
}

Event CheckupWorld::answer(const AskNameServer& question) {
  const auto known = servers.find(question.server.host);
  NameServerTold told{question.id, reply(Outcome::unresolved), {}};
  if (known == servers.end()) return told;
  const auto& s = known->second;
  told.reply = reply(s.is_dead ? Outcome::silent : Outcome::done);
  told.reply.peer = s.address;
  for (const auto& key : question.keys) {
    if (!s.zone_of(key.owner)) told.reply.outcome = Outcome::unsigned_refused;
    told.found[key] = s.is_apex(key) ? Rrset{300s, {soa_of(s)}} : Rrset{};
  }
  if (told.reply.outcome != Outcome::done) told.found.clear();
  return told;
}

}  // namespace nsfollow::test
