// SPDX-License-Identifier: MIT
#include "daemon/checkup.h"
#include <utility>
#include "base/overload.h"
#include "daemon/ntp.h"

namespace nsfollow::daemon {

namespace {

std::map<core::ZoneLabel, core::CheckupKey> described(const settings::Settings& settings) {
  std::map<core::ZoneLabel, core::CheckupKey> all;
  for (const auto& [label, key] : settings.keys)
    all.emplace(label, core::CheckupKey{key.name, key.algorithm});
  return all;
}

// The same keys, as if they were of the other algorithms.
std::map<core::ZoneLabel, core::TsigKey> in_other_algorithms(const settings::Settings& settings) {
  std::map<core::ZoneLabel, core::TsigKey> all;
  for (const auto& [label, key] : settings.keys) {
    for (const auto algorithm : core::all_tsig_algorithms) {
      if (algorithm == key.algorithm) continue;
      const auto secret = key.secret.bytes();
      core::TsigKey other;
      other.name = key.name;
      other.algorithm = algorithm;
      other.secret = Secret{{secret.begin(), secret.end()}};
      all.emplace(core::with_algorithm(label, algorithm), std::move(other));
    }
  }
  return all;
}

// Somebody waits, and nothing is done upon an answer that nobody signed.
dns::Timings patience() {
  dns::Timings timings;
  timings.hint = std::chrono::milliseconds{500};
  return timings;
}

}  // namespace

Checkup::Checkup(uv::Loop& loop, const settings::Settings& settings)
    : loop_(loop),
      keys_(settings.keys),
      other_keys_(in_other_algorithms(settings)),
      checkup_(settings.policy, described(settings), {.ntp = ask_ntp(), .clock = wall_now()}),
      name_servers_(
          loop, [this](const core::ZoneLabel& label) { return key_of(label); },
          [this](const core::Event& event) { hear(event); }, patience()),
      resolver_(loop, [this](const core::Event& event) { hear(event); }),
      timer_(loop, [this] { obey(checkup_.tick(Clock::now())); }) {}

const core::TsigKey* Checkup::key_of(const core::ZoneLabel& label) const {
  for (const auto* keys : {&keys_, &other_keys_})
    if (const auto found = keys->find(label); found != keys->end()) return &found->second;
  return nullptr;
}

Result<core::CheckupReport> Checkup::run(uv::Loop& loop, const settings::Settings& settings) {
  Checkup checkup{loop, settings};
  auto watcher =
      netlink::Watcher::open(loop, [c = &checkup](const core::Event& event) { c->hear(event); });
  if (!watcher) return std::move(watcher).error();
  checkup.watcher_ = *std::move(watcher);
  checkup.obey(checkup.checkup_.start(Clock::now()));
  loop.run();
  return checkup.checkup_.report();
}

void Checkup::hear(const core::Event& event) { obey(checkup_.on(event, Clock::now())); }

void Checkup::obey(const std::vector<core::Action>& actions) {
  for (const auto& action : actions) perform(action);
  if (checkup_.is_over()) return loop_.stop();
  const auto next = checkup_.next_wakeup();
  next ? timer_.set(*next) : timer_.clear();
}

void Checkup::perform(const core::Action& action) {
  std::visit(Overload{
                 [&](const core::LookAtKernel&) { watcher_->look(); },
                 [&](const core::LookUp& a) { name_servers_.look_up(a); },
                 [&](const core::TryUpdate& a) { name_servers_.try_update(a); },
                 [&](const core::FindZone& a) { name_servers_.find_zone(a); },
                 [&](const core::FindPrimary& a) { resolver_.find_primary(a); },
                 [&](const core::AskNameServer& a) { resolver_.ask(a); },
                 [&](const core::Abandon& a) {
                   name_servers_.abandon(a.id);
                   resolver_.abandon(a.id);
                 },
                 // Above all no SendUpdate: a checkup asks for none, and would get none.
                 [](const auto&) {},
             },
             action);
}

}  // namespace nsfollow::daemon
