// SPDX-License-Identifier: MIT
#include "daemon/once.h"
#include <algorithm>
#include <utility>
#include "core/changes.h"

namespace nsfollow::daemon {

using namespace std::chrono_literals;

Once::Once(uv::Loop& loop, const std::filesystem::path& state_dir)
    : loop_(loop),
      store_(loop, state_dir,
             [this](const core::Event& event) {
               if (wiring_) wiring_->hear(event);
             }),
      patience_(loop, [&loop] { loop.stop(); }) {}

Result<std::unique_ptr<Once>> Once::run(uv::Loop& loop, settings::Settings settings,
                                        const std::filesystem::path& state_dir, Wishes wishes) {
  std::unique_ptr<Once> once{new Once(loop, state_dir)};
  // A look alone leaves no trace, and does not keep a watcher from starting.
  const auto recalled = wishes.send_updates ? once->recall() : once->glance();
  auto after_turn = [o = once.get(), wishes] { o->watch_the_end(wishes); };
  auto wiring = Wiring::make(loop, std::move(settings), recalled,
                             {.store = recalled.keeps ? &once->store_ : nullptr,
                              .saves_all = false,
                              .after_turn = after_turn,
                              .send_updates = wishes.send_updates});
  if (!wiring) return std::move(wiring).error();
  once->wiring_ = *std::move(wiring);
  once->patience_.set(Clock::now() + 30s);
  if (wishes.force) once->wiring_->engine().force();
  if (wishes.wait) once->wiring_->engine().follow_name_servers(core::Propagation::Mode::all);
  once->wiring_->start();
  loop.run();
  if (wishes.send_updates) once->keep(recalled);
  return once;
}

// A watcher's state is left to the watcher.  A person (or cron) who asks for one sync is not made
// to wait for tokens that a crashed watcher may have spent.
core::Recalled Once::recall() {
  const auto ours = store_.lock();
  store_is_ours_ = ours && *ours;
  if (!store_is_ours_) return glance();
  auto recalled = store_.load().recalled;
  watcher_crashed_ = recalled.saved.in_use;
  recalled.is_patient = false;
  return recalled;
}

// What the echo services said last may be read by anybody; to ask them is the owner's.
core::Recalled Once::glance() {
  auto loaded = store_.load().recalled;
  core::Recalled recalled{.saved = {}, .since_saved = loaded.since_saved, .keeps = false};
  recalled.saved.echo_agreements = std::move(loaded.saved.echo_agreements);
  return recalled;
}

void Once::keep(const core::Recalled& recalled) {
  auto saved = wiring_->engine().saved(false, Clock::now());
  saved.in_use = watcher_crashed_;  // its next start shall know of it
  if (!store_is_ours_ || saved == recalled.saved) return;
  if (auto kept = store_.save_now(saved); !kept) log::line(log::Level::warning, kept.error().text);
}

void Once::watch_the_end(Wishes wishes) {
  if (!is_at_rest()) return;
  if (!wishes.wait || is_known_everywhere()) return loop_.stop();
  if (!std::exchange(is_waiting_, true)) patience_.set(Clock::now() + *wishes.wait);
}

// All has been done that is done, and nothing of it has to be waited for any more.
bool Once::is_known_everywhere() const {
  return std::ranges::all_of(engine().zones(), [&](const core::ZoneSync& zone) {
    if (!zone.is_right() || zone.published().empty()) return true;
    const auto* followed = engine().propagation().of(zone.zone().label());
    return followed != nullptr && followed->is_over();
  });
}

bool Once::is_at_rest() const {
  const auto& engine = wiring_->engine();
  const auto now = Clock::now();
  if (!engine.seen() || engine.is_asking()) return false;
  return std::ranges::all_of(engine.zones(), [&](const core::ZoneSync& zone) {
    return zone.is_at_rest(now) || wiring_->held().contains(zone.zone().label());
  });
}

std::vector<core::Change> Once::pending(const core::ZoneSync& zone) const {
  const auto held = wiring_->held().find(zone.zone().label());
  auto changes = held == wiring_->held().end() ? std::vector<core::Change>{} : held->second;
  // What the first message has no room for.
  for (auto& change : core::difference(zone.published(),
                                       core::goals(engine().wishes(zone.zone()), zone.published())))
    if (std::ranges::count(changes, change.key, &core::Change::key) == 0)
      changes.push_back(std::move(change));
  return changes;
}

int Once::exit_code() const {
  if (!engine().seen()) return 3;
  int code = 0;
  for (const auto& zone : engine().zones()) {
    if (zone.is_right() || wiring_->held().contains(zone.zone().label())) continue;
    const bool refused = zone.trouble() && core::needs_a_person(*zone.trouble());
    code = code == 4 || refused ? 4 : 5;
  }
  const auto lacks_some = [&](const core::ZoneSync& zone) {
    const auto* followed = engine().propagation().of(zone.zone().label());
    return followed != nullptr && !followed->is_everywhere();
  };
  if (code == 0 && std::ranges::any_of(engine().zones(), lacks_some)) code = 5;
  return code;
}

}  // namespace nsfollow::daemon
