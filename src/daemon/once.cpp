// SPDX-License-Identifier: MIT
#include "daemon/once.h"
#include <algorithm>
#include <utility>
#include "core/changes.h"

namespace nsfollow::daemon {

using namespace std::chrono_literals;

Once::Once(uv::Loop& loop, const std::filesystem::path& state_dir)
    : loop_(loop), store_(loop, state_dir, [](const core::Event&) {}) {}

Result<std::unique_ptr<Once>> Once::run(uv::Loop& loop, settings::Settings settings,
                                        const std::filesystem::path& state_dir, Wishes wishes) {
  std::unique_ptr<Once> once{new Once(loop, state_dir)};
  const auto recalled = once->recall();
  auto after_turn = [o = once.get()] {
    if (o->is_over()) o->loop_.stop();
  };
  auto wiring = Wiring::make(loop, std::move(settings), recalled,
                             {.after_turn = after_turn, .send_updates = wishes.send_updates});
  if (!wiring) return std::move(wiring).error();
  once->wiring_ = *std::move(wiring);
  uv::Timer patience{loop, [&loop] { loop.stop(); }};
  patience.set(Clock::now() + 30s);
  if (wishes.force) once->wiring_->engine().force();
  once->wiring_->start();
  loop.run();
  const auto saved = once->wiring_->engine().saved(false, Clock::now());
  if (once->store_is_ours_ && wishes.send_updates && saved != recalled.saved)
    if (auto kept = once->store_.save_now(saved); !kept)
      log::line(log::Level::warning, kept.error().text);
  return once;
}

// A watcher's state is left to the watcher.  A person (or cron) who asks for one sync is not made
// to wait for tokens that a crashed watcher may have spent.
core::Recalled Once::recall() {
  const auto ours = store_.lock();
  store_is_ours_ = ours && *ours;
  if (!store_is_ours_) return {};
  auto recalled = store_.load().recalled;
  recalled.trusted = true;
  recalled.saved.in_use = false;
  return recalled;
}

bool Once::is_over() const {
  const auto& engine = wiring_->engine();
  const auto now = Clock::now();
  return engine.seen() && std::ranges::all_of(engine.zones(), [&](const core::ZoneSync& zone) {
           return zone.is_at_rest(now) || wiring_->is_held(zone.zone().name);
         });
}

std::vector<core::Change> Once::pending(const core::ZoneSync& zone) const {
  return core::difference(zone.published(), engine().wanted().of_zone(zone.zone().name));
}

int Once::exit_code() const {
  if (!engine().seen()) return 3;
  int code = 0;
  for (const auto& zone : engine().zones()) {
    if (zone.is_right() || wiring_->is_held(zone.zone().name)) continue;
    const bool refused = zone.trouble() && core::needs_a_person(*zone.trouble());
    code = code == 4 || refused ? 4 : 5;
  }
  return code;
}

}  // namespace nsfollow::daemon
