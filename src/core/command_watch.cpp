// SPDX-License-Identifier: MIT
#include "core/command_watch.h"
#include <algorithm>
#include <utility>
#include "base/log.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {
constexpr Duration between_runs = 5min;  // although nothing has changed
constexpr Duration least_pause = 1s;     // however much changes
}  // namespace

void CommandWatch::follow(const std::set<Command>& needed, Turn& turn) {
  for (const auto& command : needed) entries_.try_emplace(command, Entry{.run_at = turn.now});
  std::erase_if(entries_, [&](const auto& entry) {
    if (needed.contains(entry.first)) return false;
    if (entry.second.running) turn.actions.emplace_back(Abandon{*entry.second.running});
    return true;
  });
}

void CommandWatch::run_soon(Entry& entry, TimePoint now) {
  entry.run_at = std::min(entry.run_at, std::max(now, entry.ran_at + least_pause));
}

void CommandWatch::look_now(TimePoint now) {
  for (auto& [command, entry] : entries_) {
    entry.run_again = entry.running.has_value();
    if (!entry.running) run_soon(entry, now);
  }
}

bool CommandWatch::told(const CommandTold& answer, Turn& turn) {
  for (auto& [command, entry] : entries_) {
    if (entry.running != answer.id) continue;
    entry.running.reset();
    entry.told = {.addresses = answer.addresses,
                  .is_coming = false,
                  .by = log::escape(command.path),
                  .why_not = answer.why_not};
    entry.run_at = turn.now + turn.random.between(between_runs, between_runs * 11 / 10);
    if (std::exchange(entry.run_again, false)) run_soon(entry, turn.now);
    return true;
  }
  return false;
}

void CommandWatch::step(Turn& turn) {
  for (auto& [command, entry] : entries_) {
    if (entry.running || turn.now < entry.run_at) continue;
    entry.running = ++turn.last_id;
    entry.ran_at = turn.now;
    turn.actions.emplace_back(RunCommand{*entry.running, command.path, command.family});
  }
}

std::map<Command, Told> CommandWatch::told() const {
  std::map<Command, Told> all;
  for (const auto& [command, entry] : entries_) all.emplace(command, entry.told);
  return all;
}

std::optional<TimePoint> CommandWatch::next_wakeup() const {
  std::optional<TimePoint> next;
  for (const auto& [command, entry] : entries_)
    if (!entry.running) next = std::min(next.value_or(entry.run_at), entry.run_at);
  return next;
}

bool CommandWatch::is_asking() const {
  return std::ranges::any_of(entries_, [](const auto& e) { return e.second.running.has_value(); });
}

}  // namespace nsfollow::core
