// SPDX-License-Identifier: MIT
#include "core/engine.h"
#include <algorithm>
#include <utility>

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {
// A dump that failed was tried several times already, so the kernel is given some rest.
constexpr Duration pause_after_blind_look = 1s;

// A hook may run before the address that it tells of is there.
constexpr Duration patience_with_announced = 5s;

bool is_of(const Host& host, const RrsetKey& key, const ZoneLabel& zone) {
  const auto asks_for = [&](Family family) {
    return key.type == type_of(family) && !host.sources(family).empty();
  };
  return host.zone == zone && host.name == key.owner &&
         (asks_for(Family::ipv4) || asks_for(Family::ipv6));
}

bool is_of(const Record& record, const RrsetKey& key, const ZoneLabel& zone) {
  return record.zone == zone && record.name == key.owner && record.type == key.type;
}
}  // namespace

Engine::Engine(Policy policy, const Recalled& recalled, std::uint64_t seed, TimePoint now)
    : policy_(std::move(policy)),
      recalled_(recalled.saved.published),
      random_(seed),
      settling_(policy_.settle),
      servers_(recalled, now),
      inquiry_(policy_.echo, recalled, now),
      wanted_(policy_, recalled_),
      pointers_(policy_, recalled_),
      claims_(recalled.saved.claims, recalled.keeps),
      scripts_(policy_.scripts, recalled.saved.script_due),
      started_at_(now) {
  for (const auto& zone : policy_.zones) open(zone, now);
  for (auto& zone : pointers_.take_new_zones()) open(found_zones_.emplace_back(zone), now);
}

bool Engine::is_ours(const Zone& zone, const RrsetKey& key, const Rrset& rrset) const {
  const auto is_its = [&](const auto& one) { return is_of(one, key, zone.original()); };
  return pointers_.has_ours(key, rrset) || std::ranges::any_of(policy_.hosts, is_its) ||
         std::ranges::any_of(policy_.records, is_its);
}

bool Engine::is_shared(const Zone& zone, const RrsetKey& key) const {
  return std::ranges::any_of(policy_.hosts, [&](const Host& host) {
    return host.shared && is_of(host, key, zone.original());
  });
}

void Engine::open(const Zone& zone, TimePoint now) {
  const auto label = zone.label();
  const auto claims = claims_.all().find(label);
  // What an earlier run knew of the zone, as far as it is still ours to touch.
  RecordPicture ours = recalled_[label];
  std::erase_if(ours, [&](const auto& entry) {
    const auto& [key, rrset] = entry;
    if (is_ours(zone, key, rrset)) return false;
    if (zone.on_removal == Afterwards::keep) return true;
    leftovers_.add(zone, key, rrset, claims == claims_.all().end() ? nullptr : &claims->second);
    return !leftovers_.has(label, key);
  });
  zones_.emplace_back(zone, std::move(ours), now);
  for (const auto& server : zone.servers) servers_.open(server);
}

template <class Body>
std::vector<Action> Engine::turn(TimePoint now, Body body) {
  std::vector<Action> actions;
  Turn turn{now, random_, servers_, last_id_, actions};
  turn.wants_serials = !policy_.scripts.on_change.empty();
  body(turn);
  look_if_due(turn);
  for (const auto& complaint : wanted_.take_complaints()) turn.say(log::Level::warning, complaint);
  follow_name_servers(turn);
  for (auto& publication : turn.published) scripts_.published(std::move(publication));
  for (const auto& [zone, sentence] : turn.troubles) scripts_.trouble(zone, sentence);
  scripts_.step(turn);
  if (turn.must_save) save(turn);
  return actions;
}

void Engine::follow_name_servers(Turn& turn) {
  for (const auto& sync : zones_) {
    for (const auto& publication : turn.published)
      if (publication.zone == sync.zone().label())
        propagation_.published(publication, sync.zone().name, turn);
    if (sync.is_right()) propagation_.is_right(sync.zone(), sync.server(), sync.published(), turn);
  }
  propagation_.step(turn);
}

void Engine::save(Turn& turn) {
  const auto id = ++turn.last_id;
  const bool for_echo = inquiry_.saving(id), for_claims = claims_.saving(id);
  turn.actions.emplace_back(SaveState{id, saved(true, turn.now), for_echo || for_claims});
}

std::vector<Action> Engine::start(TimePoint now) {
  return turn(now, [&](Turn& t) {
    settling_.at_once(now);
    step_all(t);  // what is written down as literals does not wait for the kernel
  });
}

std::vector<Action> Engine::on(const Event& event, TimePoint now) {
  return turn(now, [&](Turn& t) { std::visit([&](const auto& e) { hear(e, t); }, event); });
}

std::vector<Action> Engine::tick(TimePoint now) {
  return turn(now, [&](Turn& t) {
    // A loss is judged by a picture of now: what is back already is not withdrawn.
    if (!is_looking()) wanted_.tick(now);
    ask_others(t);
    if (seen_) pointers_.follow(wanted_, zones_, t);
    pointers_.step(zones_, t);
    step_all(t);
  });
}

std::vector<Action> Engine::leave(TimePoint now) {
  return turn(now, [&](Turn& t) {
    wanted_.leave();
    for (auto& zone : zones_) zone.trust_unseen();
    pointers_.follow(wanted_, zones_, t);
    retry_all(t);
  });
}

bool Engine::has_parting_wish() const {
  return std::ranges::any_of(policy_.hosts,
                             [](const Host& host) { return host.on_stop == Afterwards::withdraw; });
}

void Engine::work_out(Turn& turn) {
  inquiry_.follow(wanted_.needs(), *seen_, turn);
  wanted_.see(*seen_, inquiry_.others(), turn.now);
  ask_others(turn);
  // A loss is judged by a picture of now.
  if (!is_looking()) wanted_.tick(turn.now);
  pointers_.follow(wanted_, zones_, turn);
  pointers_.step(zones_, turn);
}

// Who has to be asked may know something from before, or cannot be asked now.
void Engine::ask_others(Turn& turn) {
  const auto before = inquiry_.others();
  if (seen_) inquiry_.follow(wanted_.needs(), *seen_, turn);
  inquiry_.step(turn);
  if (seen_ && inquiry_.others() != before) wanted_.see(*seen_, inquiry_.others(), turn.now);
}

void Engine::hear(const KernelStirred&, Turn& turn) { settling_.stirred(turn.now); }

void Engine::hear(const KernelSeen& event, Turn& turn) {
  looking_ = false;
  blind_ = false;
  settling_.seen(event.seen);
  if (seen_ && seen_->same_but_lifetimes(event.seen)) {
    seen_ = event.seen;
    wanted_.tick(turn.now);
    return step_all(turn);
  }
  if (seen_) settling_.changed();
  seen_ = event.seen;
  inquiry_.machine_changed(turn.now);
  work_out(turn);
  for (auto& zone : zones_) zone.world_changed(*seen_, turn);
  if (std::exchange(force_, false)) force();
  step_all(turn);
}

void Engine::hear(const KernelUnreadable& event, Turn& turn) {
  looking_ = false;
  settling_.stirred(turn.now + pause_after_blind_look);
  if (std::exchange(blind_, true)) return;
  turn.say(log::Level::warning, "could not read this machine's addresses: " + event.why +
                                    "; nothing is changed until it can be done");
}

void Engine::hear(const LookNow& event, Turn& turn) {
  if (event.clock_was_set) return hear(WallClockSet{}, turn);
  if (event.announced) settling_.expect(*event.announced, turn.now + patience_with_announced);
  settling_.at_once(turn.now);
  inquiry_.look_now(turn.now);
  pointers_.look_now();
  ask_others(turn);
  retry_all(turn);
}

void Engine::hear(const SourceBound& event, Turn&) {
  if (auto* zone = zone_of(event.id)) zone->bound(event);
}

template <class Answer>
void Engine::hear_answer(const Answer& answer, Turn& turn) {
  auto* zone = zone_of(answer.id);
  if (zone == nullptr) return;  // of an exchange that was abandoned meanwhile
  zone->answered(answer, turn);
  step(*zone, turn);
}

void Engine::hear(const LookedUp& event, Turn& turn) { hear_answer(event, turn); }
void Engine::hear(const UpdateAnswered& event, Turn& turn) { hear_answer(event, turn); }

void Engine::hear(const ZoneFound& event, Turn& turn) {
  if (!pointers_.found(event, turn)) return;
  for (auto& zone : pointers_.take_new_zones())
    open(found_zones_.emplace_back(std::move(zone)), turn.now);
  pointers_.follow(wanted_, zones_, turn);
  pointers_.step(zones_, turn);
  step_all(turn);
}

template <class Answer>
void Engine::hear_told(const Answer& answer, Turn& turn) {
  if (!inquiry_.hear(answer, turn) || !seen_) return;
  work_out(turn);
  step_all(turn);
}

void Engine::hear(const PrimaryFound& event, Turn& turn) { hear_answer(event, turn); }
void Engine::hear(const NameServerTold& event, Turn& turn) { propagation_.told(event, turn); }

void Engine::hear(const GatewayTold& event, Turn& turn) { hear_told(event, turn); }
void Engine::hear(const EchoTold& event, Turn& turn) { hear_told(event, turn); }
void Engine::hear(const CommandTold& event, Turn& turn) { hear_told(event, turn); }

void Engine::hear(const ScriptEnded& event, Turn& turn) {
  if (scripts_.ended(event, turn)) scripts_.step(turn);
}

void Engine::hear(const GatewayStirred& event, Turn& turn) {
  inquiry_.hear(event, turn.now);
  ask_others(turn);
}

void Engine::hear(const WallClockSet&, Turn& turn) {
  if (servers_.drop_clocks())
    turn.say(log::Level::info, "this clock was set; signing with it again");
  for (auto& zone : zones_) zone.clock_was_set();
  retry_all(turn);
}

void Engine::hear(const StateSaved& event, Turn& turn) {
  inquiry_.hear(event, turn);
  if (claims_.saved(event.id)) step_all(turn);
  const bool had_failed = std::exchange(save_failed_, !event.why_not.empty());
  if (had_failed || !save_failed_) return;
  turn.say(log::Level::warning, "could not save the state: " + event.why_not +
                                    "; going on without, and more slowly after a restart");
}

ZoneSync* Engine::zone_of(ExchangeId id) {
  const auto found = std::ranges::find_if(zones_, [&](const ZoneSync& z) { return z.has(id); });
  return found == zones_.end() ? nullptr : &*found;
}

void Engine::step(ZoneSync& zone, Turn& turn) {
  // Something has changed and cannot be seen: the old picture is no ground to act on.
  if (blind_) return;
  const auto label = zone.zone().label();
  if (leftovers_.forget(label, zone.published())) turn.must_save = true;
  auto wanted = wishes(zone.zone());
  // Addresses change for ever: what was said of one long ago needs no more looks.
  zone.forget([&](const RrsetKey& key, const Rrset& rrset) {
    return !wanted.contains(key) && !is_ours(zone.zone(), key, rrset) &&
           claims_.find(label, key) == nullptr;
  });
  claims_.forget(label, wanted, zone.published(), turn);
  claims_.claim(label, wanted, turn);
  zone.step(wanted, turn);
}

WishPicture Engine::wishes(const Zone& zone) const {
  auto all = wanted_.of_zone(zone.original());
  const auto& pointers = pointers_.of_zone(zone.original());
  all.insert(pointers.begin(), pointers.end());
  const auto& leftovers = leftovers_.of_zone(zone.label());
  all.insert(leftovers.begin(), leftovers.end());
  claims_.disown(zone.label(), all);
  return all;
}

void Engine::step_all(Turn& turn) {
  // Zones may share the tokens of a server: who had one last lets the others go first.
  std::vector<ZoneSync*> in_turn;
  for (auto& zone : zones_) in_turn.push_back(&zone);
  std::ranges::stable_sort(in_turn, {}, &ZoneSync::updated_at);
  for (auto* zone : in_turn) step(*zone, turn);
}

void Engine::retry_all(Turn& turn) {
  for (auto& zone : zones_) zone.retry_now(turn.now);
  step_all(turn);
}

void Engine::look_if_due(Turn& turn) {
  const auto due = settling_.due();
  if (looking_ || !due || *due > turn.now) return;
  settling_.look_taken();
  looking_ = true;
  turn.actions.emplace_back(LookAtKernel{});
}

std::optional<TimePoint> Engine::next_wakeup() const {
  std::optional<TimePoint> next;
  const auto take = [&](std::optional<TimePoint> deadline) {
    if (deadline) next = std::min(next.value_or(*deadline), *deadline);
  };
  if (!looking_) take(settling_.due());
  if (!is_looking()) take(wanted_.next_deadline());
  take(inquiry_.next_wakeup());
  take(pointers_.next_wakeup());
  take(propagation_.next_wakeup());
  if (blind_) return next;
  for (const auto& zone : zones_) take(zone.next_wakeup());
  return next;
}

bool Engine::is_looking() const { return looking_ || settling_.due(); }

void Engine::force() {
  force_ = !seen_;  // what is wanted is not known yet
  if (force_) return;
  for (auto& zone : zones_) zone.force();
}

Saved Engine::saved(bool in_use, TimePoint now) {
  Saved saved{.published = {}, .tokens = servers_.tokens(now), .in_use = in_use};
  for (const auto& zone : zones_) {
    auto& picture = saved.published[zone.zone().label()] = zone.holdings().remembered();
    leftovers_.keep(zone.zone().label(), picture);
    // Who removes what is not configured any more shall not find there what never was ours; nor
    // what others have at a shared name where nothing is ours by now.
    std::erase_if(picture, [&](const auto& entry) {
      const bool has_claim = claims_.find(zone.zone().label(), entry.first) != nullptr;
      return zone.holdings().is_foreign(entry.first) ||
             (!has_claim && is_shared(zone.zone(), entry.first));
    });
  }
  saved.claims = claims_.all();
  inquiry_.keep(saved, now);
  saved.script_due = scripts_.due();
  return saved;
}

bool Engine::is_right() const { return std::ranges::all_of(zones_, &ZoneSync::is_right); }

bool Engine::is_at_rest(TimePoint now) const {
  return seen_ && !is_looking() && !is_asking() &&
         std::ranges::all_of(zones_, [&](const ZoneSync& z) { return z.is_at_rest(now); });
}

}  // namespace nsfollow::core
