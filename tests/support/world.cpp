// SPDX-License-Identifier: MIT
#include "support/world.h"
#include <algorithm>
#include <cstdio>
#include <tuple>
#include <utility>
#include "base/overload.h"

namespace nsfollow::test {

using namespace core;

DnsName name(const std::string& text) { return *DnsName::parse(text); }

Policy one_host(Afterwards on_loss) {
  Policy policy;
  policy.zones.push_back({.name = name("d.example.com"), .servers = {{"ns1", 53}}});
  policy.hosts.push_back(
      {.name = name("host1.d.example.com"), .zone = "d.example.com", .on_loss = on_loss});
  return policy;
}

namespace {
bool is_private(const std::string& text) {
  static const std::vector<std::string> blocks{"10.", "192.168.", "100.64.", "fd"};
  return std::ranges::any_of(blocks, [&](const auto& block) { return text.starts_with(block); });
}
}  // namespace

World::World(Policy policy, std::uint64_t seed) : policy_(std::move(policy)), random_(seed) {
  machine.interfaces = {{.index = 2, .name = "eth0", .up = true, .running = true, .addresses = {}},
                        {.index = 3, .name = "ppp0", .up = true, .running = true, .addresses = {}}};
  note_publishable();
}

// ---- the machine

void World::change(const std::function<void(Seen&)>& what) {
  note_publishable();
  what(machine);
  note_publishable();
  if (engine_)
    schedule(100us, [this, life = life_] {
      if (engine_ && life == life_) step(engine_->on(KernelStirred{}, now_));
    });
}

void World::add_address(unsigned interface, const std::string& address) {
  change([&](Seen& seen) {
    const auto i = std::ranges::find(seen.interfaces, interface, &SeenInterface::index);
    if (i == seen.interfaces.end()) return;
    SeenAddress added;
    added.address = *IpAddress::parse(address);
    added.prefix_length = added.address.family() == Family::ipv4 ? 24 : 64;
    i->addresses.push_back(added);
  });
}

void World::remove_address(const std::string& address) {
  change([&](Seen& seen) {
    for (auto& i : seen.interfaces)
      std::erase_if(i.addresses,
                    [&](const SeenAddress& a) { return a.address.to_text() == address; });
  });
}

void World::change_address(const std::string& address,
                           const std::function<void(SeenAddress&)>& what) {
  change([&](Seen& seen) {
    for (auto& i : seen.interfaces)
      for (auto& a : i.addresses)
        if (a.address.to_text() == address) what(a);
  });
}

void World::set_default_route(Family family, unsigned interface, const std::string& via) {
  change([&](Seen& seen) {
    std::erase_if(seen.default_routes, [&](const SeenRoute& r) { return r.family == family; });
    SeenRoute route{.family = family, .interface = interface, .gateway = {}};
    if (!via.empty()) route.gateway = *IpAddress::parse(via);
    seen.default_routes.push_back(route);
    std::ranges::sort(seen.default_routes, {}, [](const SeenRoute& r) {
      return std::tuple{r.family, r.metric, r.interface};
    });
  });
}

void World::clear_default_routes() {
  change([](Seen& seen) { seen.default_routes.clear(); });
}

std::set<std::string> World::publishable(Family family) const {
  std::set<std::string> texts;
  for (const auto& route : machine.default_routes) {
    const auto* interface = machine.find(route.interface);
    if (route.family != family || interface == nullptr || !interface->up) continue;
    for (const auto& a : interface->addresses)
      if (a.address.family() == family && !a.tentative && !a.dad_failed && !a.deprecated &&
          !a.temporary && a.scope == Scope::global && !is_private(a.address.to_text()))
        texts.insert(a.address.to_text());
  }
  return texts;
}

void World::note_publishable() {
  was_unreadable_ = was_unreadable_ || unreadable_percent > 0;
  for (const auto family : {Family::ipv4, Family::ipv6}) {
    const auto texts = publishable(family);
    for (const auto& text : texts) last_publishable_[text] = now_;
    auto& loss = losses_[family];
    if (texts.empty() == loss.is_lost) continue;
    loss.is_lost = texts.empty();
    // What came and went within the longest settling was never there for anybody.
    if (loss.is_lost && now_ - loss.back_since > policy_.settle.longest + 1s) loss.since = now_;
    if (!loss.is_lost) loss.back_since = now_;
  }
}

// ---- the process

void World::start() {
  wake_up();
  step(engine_->start(now_));
}

void World::start_forced() {
  wake_up();
  engine_->force();
  step(engine_->start(now_));
}

void World::wake_up() {
  Recalled recalled;
  if (disk.file) recalled.saved = *disk.file;
  if (disk.file && !disk.file->in_use) recalled.age = now_ - stopped_at_;
  recalled.since_saved = now_ - disk.written_at;
  recalled.trusted = !disk.full && !disk.torn;
  if (disk.torn) {
    disk.torn = disk.full;  // what cannot be written over stays torn
    recalled.saved = {};
    recalled.since_saved = recalled.age = {};
    disk.file.reset();
  }
  // A run on a full disk leaves no trace; if it crashes, the file before it is believed.  Known,
  // and borne: 30 updates more, once, after a disk that was full and a crash.
  if (std::exchange(ran_unmarked_, disk.full) && !disk.full) credits_.clear();
  // What a service said and no disk could keep is lost with the run that heard it.
  for (auto& [url, spared] : spared_)
    if (!recalled.trusted || !spared.ban_was_kept) spared.banned_until = {};
  ++life_;
  engine_ = std::make_unique<Engine>(policy_, recalled, random_.next(), now_);
  asked_since_.clear();
  if (follows_name_servers) engine_->follow_name_servers(Propagation::Mode::changes);
  if (disk.full) return;
  disk.file = engine_->saved(true, now_);
  disk.written_at = now_;
}

void World::stop() {
  if (!disk.full) {
    disk.file = engine_->saved(false, now_);
    disk.written_at = now_;
  }
  stopped_at_ = now_;
  crash();
}

void World::leave() {
  leaving_ = true;
  step(engine_->leave(now_));
  (void)pass_until([this] { return engine_->is_at_rest(now_); }, 5s);
  stop();
  leaving_ = false;
}

void World::crash() {
  engine_.reset();
  ++life_;
  for (auto& [id, wire] : wires_) wire->alive = false;
  wires_.clear();
  in_flight_.clear();
}

void World::hear(const Event& event) { step(engine_->on(event, now_)); }

void World::schedule(Duration after, std::function<void()> what) {
  queue_.emplace(now_ + after, std::move(what));
}

void World::pass(Duration time) {
  pass_until([] { return false; }, time);
}

bool World::pass_until(const std::function<bool()>& condition, Duration at_most) {
  const TimePoint end = now_ + at_most;
  for (;;) {
    if (condition()) return true;
    const auto wakeup = engine_ ? engine_->next_wakeup() : std::nullopt;
    const auto queued = queue_.empty() ? TimePoint::max() : queue_.begin()->first;
    const auto next = std::min(queued, wakeup.value_or(TimePoint::max()));
    if (next > end) break;
    now_ = std::max(now_, next);
    if (queued <= now_) {
      const auto what = std::move(queue_.begin()->second);
      queue_.erase(queue_.begin());
      what();
    } else {
      ++wakeups;
      step(engine_->tick(now_));
    }
  }
  now_ = end;
  return condition();
}

void World::step(std::vector<Action> actions) {
  steps_now_ = last_step_ == now_ ? steps_now_ + 1 : 0;
  last_step_ = now_;
  if (steps_now_ == 200) violation("I7: 200 steps at one instant");
  if (steps_now_ >= 200) now_ += 1ms;  // so that the story ends
  for (const auto& action : actions) std::visit([&](const auto& a) { perform(a); }, action);
}

void World::perform(const Say& action) {
  if (action.level != nsfollow::log::Level::debug) log.push_back(action.text);
  if (trace)
    std::printf("%12.6f %s\n", std::chrono::duration<double>(now_.time_since_epoch()).count(),
                action.text.c_str());
}

void World::perform(const LookAtKernel&) {
  ++kernel_looks;
  schedule(50us, [this, life = life_] {
    if (!engine_ || life != life_) return;
    if (chance(unreadable_percent)) {
      step(engine_->on(KernelUnreadable{"interrupted"}, now_));
    } else {
      step(engine_->on(KernelSeen{machine}, now_));
    }
  });
}

void World::perform(const SaveState& action) {
  check(action.saved);
  if (!disk.full) {
    disk.file = action.saved;
    disk.written_at = now_;
    for (auto& [url, spared] : spared_) spared.ban_was_kept = true;
  }
  if (!disk.full) ran_unmarked_ = false;
  schedule(1ms, [this, life = life_, id = action.id, full = disk.full] {
    if (engine_ && life == life_) step(engine_->on(StateSaved{id, full ? "disk full" : ""}, now_));
  });
}

// ---- the network

std::optional<IpAddress> World::source() const {
  for (const auto& route : machine.default_routes) {
    const auto* interface = machine.find(route.interface);
    if (interface == nullptr || !interface->up) continue;
    for (const auto& a : interface->addresses)
      if (a.address.family() == route.family && !a.tentative) return a.address;
  }
  // ns1 is a neighbour on ppp0 too: no default route is needed to get there.
  const auto* direct = machine.find(3);
  if (direct != nullptr && direct->up && !direct->addresses.empty())
    return direct->addresses.front().address;
  return std::nullopt;
}

void World::perform(const LookUp& action) {
  ++looks;
  const auto answer = [action](const Reply& reply) {
    return Event{LookedUp{action.id, reply, {}}};
  };
  const auto serve = [this, action](WallTime signed_at) -> Event {
    auto& its = server_of(action);
    LookedUp event{action.id, judge(action, signed_at), {}};
    if (its.refuses_looks) event.reply.outcome = Outcome::refused;
    if (event.reply.outcome == Outcome::done) event.stumbled_at = its.delegated_of(action.keys);
    if (event.stumbled_at) event.reply.outcome = Outcome::not_authoritative;
    if (event.reply.outcome != Outcome::done) return event;
    for (const auto& key : action.keys) {
      if (its.aliases.contains(key.owner)) event.aliases.insert(key);
      const auto& shown = its.transfer ? its.shown : its.zone;
      const auto held = shown.find(key);
      event.found[key] = held == shown.end() ? Rrset{} : held->second;
      const bool exists = std::ranges::any_of(shown, [&](const auto& entry) {
        return entry.first.owner == key.owner && !entry.second.empty();
      });
      if (its.wildcard && !exists && key.type == RrType::a) {
        event.found[key] = *its.wildcard;
        told_.emplace(key, std::set<Rdata>{});  // which can be found out
      }
      told_.emplace(key, event.found[key].records);
    }
    return event;
  };
  transmit({.request = action, .answer = answer, .serve = serve, .source = {}});
}

void World::perform(const SendUpdate& action) {
  check(action);
  in_flight_[one_zone(action)] = action.id;
  const auto answer = [action](const Reply& reply) {
    return Event{UpdateAnswered{action.id, reply}};
  };
  const auto serve = [this, action](WallTime signed_at) -> Event {
    return UpdateAnswered{action.id, apply(action, signed_at)};
  };
  transmit({.request = action, .answer = answer, .serve = serve, .source = {}});
  asked_since_.clear();
  updates.push_back({now_, action,
                     action.clock
                         ? action.clock->read(now_)
                         : true_time() - std::chrono::round<std::chrono::seconds>(wall_behind)});
}

void World::perform(const TryUpdate& action) {
  const auto answer = [action](const Reply& reply) {
    return Event{UpdateAnswered{action.id, reply}};
  };
  const auto serve = [this, action](WallTime signed_at) -> Event {
    return UpdateAnswered{action.id, judge(action, signed_at)};
  };
  transmit({.request = action, .answer = answer, .serve = serve, .source = {}});
}

void World::perform(const Abandon& action) {
  if (asked_.erase(action.id) > 0) return;
  const auto wire = wires_.find(action.id);
  if (wire == wires_.end()) return violation("abandons an exchange that is not under way");
  in_flight_.erase(one_zone(wire->second->request));
  wire->second->alive = false;
  wires_.erase(wire);
}

void World::transmit(OnTheWire exchange) {
  const auto wall = true_time() - std::chrono::round<std::chrono::seconds>(wall_behind);
  exchange.signed_at = exchange.request.clock ? exchange.request.clock->read(now_) : wall;
  const auto from = source();
  exchange.source = from.value_or(IpAddress{});
  const auto wire = std::make_shared<OnTheWire>(std::move(exchange));
  wires_[wire->request.id] = wire;
  if (!from) {
    schedule(20us, [this, wire] {
      end(wire,
          wire->answer(
              {.outcome = Outcome::unreachable, .detail = "no route", .peer = {}, .clock = {}}));
    });
    return;
  }
  schedule(0us, [this, wire] {
    if (wire->alive) step(engine_->on(SourceBound{wire->request.id, wire->source}, now_));
  });
  for (const auto at : {0us, 250'000us, 800'000us, 1'600'000us, 2'500'000us, 3'500'000us})
    schedule(at, [this, wire] {
      if (wire->alive) send_request(wire);
    });
  schedule(5s, [this, wire] {
    end(wire, wire->answer({.detail = "no answer in 5 s", .peer = {}, .clock = {}}));
  });
}

void World::send_request(const Wire& wire) {
  if (path.black || chance(path.loss_percent)) return;
  const auto arrive = [this, wire] {
    if (!server_of(wire->request).up) {
      send_answer(
          wire,
          wire->answer(
              {.outcome = Outcome::unreachable, .detail = "refused", .peer = {}, .clock = {}}));
    } else {
      send_answer(wire, wire->serve(wire->signed_at));
    }
  };
  schedule(path.one_way, arrive);
  if (chance(path.duplicate_percent))
    schedule(path.one_way + random_.between(0s, path.copy_delay), arrive);
}

void World::send_answer(const Wire& wire, const Event& event) {
  if (path.black || chance(path.loss_percent)) return;
  schedule(path.one_way, [this, wire, event] {
    if (machine.has_address(wire->source)) end(wire, event);
  });
}

void World::end(const Wire& wire, const Event& event) {
  if (!wire->alive) return;
  wire->alive = false;
  wires_.erase(wire->request.id);
  if (const auto update = in_flight_.find(one_zone(wire->request));
      update != in_flight_.end() && update->second == wire->request.id)
    in_flight_.erase(update);
  step(engine_->on(event, now_));
}

}  // namespace nsfollow::test
