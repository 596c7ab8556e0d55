// SPDX-License-Identifier: MIT
#include "daemon/wiring.h"
#include <sys/random.h>
#include <utility>

namespace nsfollow::daemon {

namespace {

// For jitter alone; what must not be guessed is drawn elsewhere.
std::uint64_t some_seed() {
  std::uint64_t seed = 0;
  if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0)
    seed = static_cast<std::uint64_t>(Clock::now().time_since_epoch().count());
  return seed;
}

}  // namespace

Result<std::unique_ptr<Wiring>> Wiring::make(uv::Loop& loop, settings::Settings settings,
                                             const core::Recalled& recalled, Ways ways) {
  std::unique_ptr<Wiring> wiring{new Wiring(loop, std::move(settings), recalled, std::move(ways))};
  auto watcher = netlink::Watcher::open(
      loop, [w = wiring.get()](const core::Event& event) { w->hear(event); });
  if (!watcher) return std::move(watcher).error();
  wiring->watcher_ = *std::move(watcher);
  return wiring;
}

Wiring::Wiring(uv::Loop& loop, settings::Settings settings, const core::Recalled& recalled,
               Ways ways)
    : settings_(std::move(settings)),
      ways_(std::move(ways)),
      engine_(settings_.policy, recalled, some_seed(), Clock::now()),
      name_servers_(
          loop, [this](const core::ZoneLabel& zone) { return &settings_.keys.at(zone); },
          [this](const core::Event& event) { hear(event); }),
      resolver_(loop, [this](const core::Event& event) { hear(event); }),
      gateways_(loop, [this](const core::Event& event) { hear(event); }),
      echoes_(loop, [this](const core::Event& event) { hear(event); }),
      commands_(loop, [this](const core::Event& event) { hear(event); }),
      scripts_(loop, [this](const core::Event& event) { hear(event); }),
      timer_(loop, [this] { obey(engine_.tick(Clock::now())); }) {}

void Wiring::start() { obey(engine_.start(Clock::now())); }

void Wiring::leave() { obey(engine_.leave(Clock::now())); }

void Wiring::hear(const core::Event& event) { obey(engine_.on(event, Clock::now())); }

void Wiring::obey(const std::vector<core::Action>& actions) {
  for (const auto& action : actions) std::visit([this](const auto& a) { perform(a); }, action);
  const auto next = engine_.next_wakeup();
  next ? timer_.set(*next) : timer_.clear();
  ways_.after_turn();
}

void Wiring::perform(const core::LookAtKernel&) { watcher_->look(); }
void Wiring::perform(const core::LookUp& action) { name_servers_.look_up(action); }

void Wiring::perform(const core::SendUpdate& action) {
  if (ways_.send_updates) return name_servers_.send(action);
  held_[action.zone] = action.changes;
}

void Wiring::perform(const core::TryUpdate& action) { name_servers_.try_update(action); }
void Wiring::perform(const core::FindPrimary& action) { resolver_.find_primary(action); }
void Wiring::perform(const core::AskNameServer& action) { resolver_.ask(action); }
void Wiring::perform(const core::FindZone& action) { name_servers_.find_zone(action); }
void Wiring::perform(const core::AskGateway& action) { gateways_.ask(action); }
void Wiring::perform(const core::AskEcho& action) { echoes_.ask(action); }
void Wiring::perform(const core::RunCommand& action) { commands_.run(action); }
void Wiring::perform(const core::RunScript& action) { scripts_.run(action); }
void Wiring::perform(const core::Abandon& action) {
  name_servers_.abandon(action.id);
  resolver_.abandon(action.id);
  gateways_.abandon(action.id);
  echoes_.abandon(action.id);
  commands_.abandon(action.id);
  scripts_.abandon(action.id);
}

void Wiring::perform(const core::SaveState& action) {
  if (ways_.store != nullptr && (ways_.saves_all || action.is_awaited)) ways_.store->save(action);
}

void Wiring::perform(const core::Say& action) { log::line(action.level, action.text); }

}  // namespace nsfollow::daemon
