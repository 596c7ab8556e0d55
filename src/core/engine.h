// SPDX-License-Identifier: MIT
// What nsfollow does, without any I/O: it hears events, it asks for actions, and it says when to
// wake it.  It never reads a clock, a socket or a file, so a day of outages is a millisecond of
// test, and the same engine runs in the watcher, in `sync` and in the simulation.
#pragma once
#include <cstdint>
#include <list>
#include <optional>
#include <vector>
#include "core/action.h"
#include "core/claims.h"
#include "core/event.h"
#include "core/inquiry.h"
#include "core/leftovers.h"
#include "core/pointers.h"
#include "core/policy.h"
#include "core/propagation.h"
#include "core/script_queue.h"
#include "core/settling.h"
#include "core/wanted.h"
#include "core/zone_sync.h"

namespace nsfollow::core {

class Engine {
 public:
  Engine(Policy policy, const Recalled& recalled, std::uint64_t seed, TimePoint now);
  Engine(const Engine&) = delete;  // its parts point into its policy
  Engine& operator=(const Engine&) = delete;

  [[nodiscard]] std::vector<Action> start(TimePoint now);
  [[nodiscard]] std::vector<Action> on(const Event& event, TimePoint now);
  [[nodiscard]] std::vector<Action> tick(TimePoint now);

  // The watcher ends: what shall go with it is withdrawn; is_at_rest() tells when.
  [[nodiscard]] std::vector<Action> leave(TimePoint now);
  // leave() would withdraw something.
  [[nodiscard]] bool has_parting_wish() const;

  // When to call tick() next, if nothing happens before; none: only an event can matter.
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;

  // Send one update for every zone, even where nothing differs.
  void force();

  // Whether the name servers are asked what they show of each change; at first they are not.
  void follow_name_servers(Propagation::Mode mode) { propagation_.set_mode(mode); }
  [[nodiscard]] const Propagation& propagation() const { return propagation_; }

  // The kernel could be read the last time.
  [[nodiscard]] bool is_blind() const { return blind_; }
  // The server's time that signs to it, while ours is too wrong for that.
  [[nodiscard]] std::optional<ServerClock> clock_of(const Server& server) const {
    return servers_.of(server).clock;
  }
  [[nodiscard]] TimePoint started_at() const { return started_at_; }

  // What the next run should find.  in_use: this one goes on.
  [[nodiscard]] Saved saved(bool in_use, TimePoint now);

  // The kernel has been seen, and every zone is right or waits for time to pass.
  [[nodiscard]] bool is_at_rest(TimePoint now) const;
  // Every zone is right.
  [[nodiscard]] bool is_right() const;
  // Somebody besides the kernel and the primaries has something to do before all is done.
  [[nodiscard]] bool is_asking() const {
    return inquiry_.is_asking() || pointers_.is_asking() || claims_.is_waiting() ||
           scripts_.is_running();
  }

  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] const std::optional<Seen>& seen() const { return seen_; }
  [[nodiscard]] Others others() const { return inquiry_.others(); }
  [[nodiscard]] const Wanted& wanted() const { return wanted_; }
  // What the zone should hold; a key that is missing is not known.
  [[nodiscard]] WishPicture wishes(const Zone& zone) const;
  [[nodiscard]] const std::vector<ZoneSync>& zones() const { return zones_; }

 private:
  template <class Body>
  std::vector<Action> turn(TimePoint now, Body body);
  void hear(const KernelStirred& event, Turn& turn);
  void hear(const KernelSeen& event, Turn& turn);
  void hear(const KernelUnreadable& event, Turn& turn);
  void hear(const LookNow& event, Turn& turn);
  void hear(const SourceBound& event, Turn& turn);
  void hear(const LookedUp& event, Turn& turn);
  void hear(const UpdateAnswered& event, Turn& turn);
  void hear(const ZoneFound& event, Turn& turn);
  void hear(const PrimaryFound& event, Turn& turn);
  void hear(const NameServerTold& event, Turn& turn);
  void hear(const GatewayTold& event, Turn& turn);
  void hear(const GatewayStirred& event, Turn& turn);
  void hear(const EchoTold& event, Turn& turn);
  void hear(const CommandTold& event, Turn& turn);
  void hear(const ScriptEnded& event, Turn& turn);
  void hear(const WallClockSet& event, Turn& turn);
  void hear(const StateSaved& event, Turn& turn);
  template <class Answer>
  void hear_answer(const Answer& answer, Turn& turn);

  [[nodiscard]] ZoneSync* zone_of(ExchangeId id);
  template <class Answer>
  void hear_told(const Answer& answer, Turn& turn);

  void open(const Zone& zone, TimePoint now);
  [[nodiscard]] bool is_ours(const Zone& zone, const RrsetKey& key, const Rrset& rrset) const;
  [[nodiscard]] bool is_shared(const Zone& zone, const RrsetKey& key) const;
  void ask_others(Turn& turn);
  void work_out(Turn& turn);  // what is wanted, by all that is known now
  void follow_name_servers(Turn& turn);
  void save(Turn& turn);
  void step(ZoneSync& zone, Turn& turn);
  void step_all(Turn& turn);
  void retry_all(Turn& turn);  // a pause after a failure is over
  void look_if_due(Turn& turn);
  [[nodiscard]] bool is_looking() const;  // another picture is on its way, or will be soon

  Policy policy_;
  std::map<ZoneLabel, RecordPicture> recalled_;  // what an earlier run has published
  Random random_;
  Settling settling_;
  ServerBook servers_;
  Inquiry inquiry_;
  Wanted wanted_;
  Pointers pointers_;
  Leftovers leftovers_;
  ClaimBook claims_;
  ScriptQueue scripts_;
  Propagation propagation_;
  TimePoint started_at_;
  std::list<Zone> found_zones_;  // besides those of the policy
  std::vector<ZoneSync> zones_;
  std::optional<Seen> seen_;  // none: not known yet, so nothing is touched
  bool looking_ = false;
  bool blind_ = false;  // the last look failed: what was seen before is out of date
  bool save_failed_ = false;
  bool force_ = false;  // as soon as something has been seen
  ExchangeId last_id_ = 0;
};

}  // namespace nsfollow::core
