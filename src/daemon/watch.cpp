// SPDX-License-Identifier: MIT
#include "daemon/watch.h"
#include <csignal>
#include <utility>

namespace nsfollow::daemon {

namespace {

// Service managers wait for 90 s, and people for less.
constexpr Duration patience_with_servers = std::chrono::seconds{5};

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string describe(const core::Policy& policy) {
  return counted(policy.hosts.size(), "host") + " in " + counted(policy.zones.size(), "zone");
}

}  // namespace

Watch::Watch(uv::Loop& loop, std::filesystem::path state_dir, Load load, Socket socket)
    : loop_(loop),
      load_(std::move(load)),
      socket_(std::move(socket)),
      notify_(Notify::from_environment()),
      store_(loop, std::move(state_dir),
             [this](const core::Event& event) {
               if (wiring_) wiring_->hear(event);
             }),
      term_(loop, SIGTERM, [this] { leave(); }),
      interrupt_(loop, SIGINT, [this] { leave(); }),
      hangup_(loop, SIGHUP, [this] { (void)reload(); }),
      look_now_(loop, SIGUSR1, [this] { wiring_->hear(core::LookNow{}); }),
      clock_(loop, [this] { wiring_->hear(core::WallClockSet{}); }) {}

Result<Nothing> Watch::run(settings::Settings settings) {
  const auto recalled = recall();
  if (!recalled) return recalled.error();
  if (auto listening = listen(); !listening) {
    (void)store_.save_now(recalled->saved);  // nothing was done that the next run must know of
    return listening;
  }
  if (auto wired = wire(std::move(settings), *recalled); !wired) return wired;
  // What the echo services are to be spared after a broken state is not in the mark yet.
  if (!recalled->trusted) (void)store_.save_now(wiring_->engine().saved(true, Clock::now()));
  notify_.ready(describe(wiring_->engine().policy()));
  pat_watchdog();
  log::line(log::Level::info, "watching for " + describe(wiring_->engine().policy()));
  loop_.run();
  control_.reset();
  notify_.stopping();
  const bool is_withdrawn = patience_ && wiring_->engine().is_right();
  if (patience_ && !is_withdrawn)
    log::line(log::Level::warning, "could not withdraw all that was to go with this watcher");
  if (auto saved = store_.save_now(wiring_->engine().saved(false, Clock::now())); !saved)
    log::line(log::Level::warning, saved.error().text);
  wiring_.reset();
  log::line(log::Level::info, is_withdrawn ? "stopped; what was to go with it is withdrawn"
                                           : "stopped; what is published stays");
  return Nothing{};
}

void Watch::leave() {
  if (patience_ || !wiring_->engine().has_parting_wish()) return loop_.stop();
  notify_.stopping();
  patience_.emplace(loop_, [this] { loop_.stop(); });
  patience_->set(Clock::now() + patience_with_servers);
  wiring_->leave();
}

bool Watch::has_left() const { return wiring_->engine().is_at_rest(Clock::now()); }

Result<core::Recalled> Watch::recall() {
  auto ours = store_.lock();
  if (ours && !*ours)
    return Error{Error::Code::system, "another nsfollow is running with the same state directory"};
  auto loaded = store_.load();
  // Marked before anything is sent, so that a start after a crash knows of it.
  auto mark = loaded.recalled.saved;
  mark.in_use = true;
  if (auto marked = store_.save_now(mark); !marked) {
    loaded.recalled.trusted = false;
    if (loaded.complaint.empty()) loaded.complaint = marked.error().text;
  }
  if (!loaded.complaint.empty()) log::line(log::Level::warning, loaded.complaint);
  return std::move(loaded.recalled);
}

Result<Nothing> Watch::wire(settings::Settings settings, const core::Recalled& recalled) {
  auto wiring =
      Wiring::make(loop_, std::move(settings), recalled, {.store = &store_, .after_turn = [this] {
                                                            if (control_) control_->stirred();
                                                            if (patience_ && has_left())
                                                              loop_.stop();
                                                          }});
  if (!wiring) return std::move(wiring).error();
  wiring_ = *std::move(wiring);
  wiring_->engine().follow_name_servers(core::Propagation::Mode::changes);
  wiring_->start();
  return Nothing{};
}

// All or nothing: with anything wrong the old configuration goes on as if nothing had been said.
Result<Nothing> Watch::reload() {
  notify_.reloading();
  auto reloaded = try_reload();
  if (reloaded) {
    log::line(log::Level::info,
              "configuration read again: " + describe(wiring_->engine().policy()));
  } else {
    log::lines(log::Level::error, reloaded.error().text);
    log::line(log::Level::error, "the new configuration is not used; the old one stays in force");
  }
  notify_.ready(describe(wiring_->engine().policy()));
  return reloaded;
}

Result<Nothing> Watch::listen() {
  auto opened = control::Server::open(
      loop_, socket_.path,
      {.status = [this] { return core::status_of(wiring_->engine(), Clock::now(), wall_now()); },
       .trigger =
           [this](const control::Trigger& trigger) {
             if (log::wants(log::Level::debug))
               log::line(log::Level::debug, "told to look by " + trigger.to_text());
             wiring_->hear(trigger.event());
           },
       .reload = [this] { return reload(); },
       .force =
           [this] {
             wiring_->engine().force();
             wiring_->hear(core::LookNow{});
           }});
  if (opened) {
    control_ = *std::move(opened);
    return Nothing{};
  }
  if (socket_.is_wanted) return std::move(opened).error();
  log::line(log::Level::warning,
            opened.error().text + "; nsfollow status and hooks cannot reach this watcher");
  return Nothing{};
}

Result<Nothing> Watch::try_reload() {
  auto settings = load_();
  if (!settings) return std::move(settings).error();
  // What was under way is cancelled; the new engine looks before it does anything.
  const core::Recalled recalled{.saved = wiring_->engine().saved(false, Clock::now())};
  return wire(*std::move(settings), recalled);
}

void Watch::pat_watchdog() {
  if (!notify_.watchdog()) return;
  if (!watchdog_) watchdog_.emplace(loop_, [this] { pat_watchdog(); });
  notify_.alive();
  watchdog_->set(Clock::now() + *notify_.watchdog() / 2);
}

}  // namespace nsfollow::daemon
