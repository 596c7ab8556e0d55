// SPDX-License-Identifier: MIT
// The life of one zone.  "Why did it (not) send?" is answered here.
//
// It looks (asks the primary what it holds) when it does not know or has reason to doubt, sends one
// guarded update when that differs from what is wanted, and asks again before it believes.  At any
// time at most one exchange is under way.
#pragma once
#include <optional>
#include <set>
#include <utility>
#include <vector>
#include "core/action.h"
#include "core/backoff.h"
#include "core/clock_search.h"
#include "core/event.h"
#include "core/holdings.h"
#include "core/leases.h"
#include "core/policy.h"
#include "core/refusals.h"
#include "core/rivalry.h"
#include "core/server_choice.h"
#include "core/trouble.h"
#include "core/turn.h"
#include "core/unreadable.h"
#include "core/wildcards.h"
#include "core/wish.h"

namespace nsfollow::core {

class ZoneSync {
 public:
  // `remembered`: what an earlier run knew the primary to hold.
  ZoneSync(const Zone& zone, RecordPicture remembered, TimePoint now);

  // Begins what is due, if nothing is under way.
  void step(const WishPicture& wanted, Turn& turn);

  // What does not matter any more, and shall not be asked for.
  template <class IsOver>
  void forget(IsOver is_over) {
    for (const auto& key : holdings_.forget(is_over)) forget(key);
  }

  void answered(const LookedUp& answer, Turn& turn);
  void answered(const UpdateAnswered& answer, Turn& turn);
  void answered(const PrimaryFound& answer, Turn& turn);
  void bound(const SourceBound& event);

  // The kernel shows another picture: gives up an exchange whose source address has gone, because
  // its answer can never come, and does not wait any longer with the next try.
  void world_changed(const Seen& seen, Turn& turn);
  void retry_now(TimePoint now);
  void clock_was_set();

  // There is no time to wait until the server shows what it took: goes on as if it did.
  void trust_unseen();

  // Sends one update even if nothing differs (after a look).
  void force() { force_all_ = true; }

  [[nodiscard]] bool has(ExchangeId id) const {
    return (under_way_ && under_way_->id == id) || choice_.is_asking_first(id);
  }
  // When to call step() next; none: when something happens.
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  // Nothing is under way or waited for, and nothing will begin before time has passed.
  [[nodiscard]] bool is_at_rest(TimePoint now) const;
  // All that is wanted was confirmed by the primary.
  [[nodiscard]] bool is_right() const { return !under_way_ && !unseen_ && nothing_to_do_; }

  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] const Holdings& holdings() const { return holdings_; }
  [[nodiscard]] const RecordPicture& published() const { return holdings_.published(); }
  [[nodiscard]] TimePoint updated_at() const { return updated_at_; }  // the last attempt
  [[nodiscard]] std::optional<Outcome> trouble() const { return trouble_.last(); }

  // A request to the server that is asked now, with an id of its own.
  [[nodiscard]] Order order(Turn& turn) const;

  // For people who ask how it stands.
  [[nodiscard]] const Server& server() const { return choice_.current(); }
  [[nodiscard]] bool has_server() const { return choice_.is_known(); }
  [[nodiscard]] bool is_busy() const { return under_way_.has_value(); }
  [[nodiscard]] const Trouble& troubles() const { return trouble_; }
  [[nodiscard]] const std::string& trouble_text() const { return trouble_text_; }
  [[nodiscard]] std::optional<TimePoint> answered_at() const { return answered_at_; }
  // How often others changed what we keep there within the last hour, where that is a fight.
  [[nodiscard]] std::optional<std::size_t> fight(const RrsetKey& key, TimePoint now) const {
    return rivalry_.fight(key, now);
  }

 private:
  enum class Step : std::uint8_t { find, look, update, confirm, clock };
  struct UnderWay {
    ExchangeId id = 0;
    Step step = Step::look;
    TimePoint began{};
    std::vector<Change> changes;        // of an update and its confirmation
    std::optional<IpAddress> source{};  // ours, once it is known
    unsigned read_backs = 0;            // of the changes, this one among them
  };

  void forget(const RrsetKey& key);
  [[nodiscard]] bool must_look(const WishPicture& wanted, TimePoint now) const;
  [[nodiscard]] std::vector<Change> needed(const WishPicture& wanted);
  void find(Turn& turn);
  void look(const WishPicture& wanted, Turn& turn);
  void tell_of_the_last_run(const WishPicture& wanted, Turn& turn);
  void leave_aliases(std::vector<Change>& changes, Turn& turn);
  void update(std::vector<Change> changes, Turn& turn);
  void ask(Step step, std::vector<RrsetKey> keys, std::vector<Change> changes, TimePoint began,
           Turn& turn);

  void believe(const RrsetKey& key, const Rrset& found, Turn& turn);
  void learn(const LookedUp& answer, Turn& turn);
  void published(const Change& change, Duration took, std::optional<std::uint32_t> serial,
                 Turn& turn);
  void read_back(UnderWay done, Turn& turn);
  [[nodiscard]] bool may_show_later(const UnderWay& done, const Change& change,
                                    const Rrset& found) const;
  [[nodiscard]] bool is_behind(const RrsetKey& key, const Rrset& found) const;
  void read_back_later(UnderWay unseen, Turn& turn);
  void read_back_again(Turn& turn);
  void conclude(UnderWay done, const LookedUp& answer, Turn& turn);
  [[nodiscard]] bool goes_on_without(const LookedUp& answer, Turn& turn);
  void tell_of_unreadable(const Unreadable::News& news, Turn& turn);
  void doubt(const UnderWay& failed);
  void give_up(Turn& turn);
  void refuse(const Change& change, const Reply& reply, Turn& turn);
  void fail(const UnderWay& failed, const Reply& reply, Turn& turn);
  [[nodiscard]] bool is_worth_a_retry_at_once(const UnderWay& failed, const Reply& reply,
                                              Turn& turn);
  void pause(const UnderWay& failed, Reply reply, Turn& turn);
  void all_is_well(Turn& turn);
  void outage_ended();
  void read_clock(const Reply& reply, Turn& turn);
  void doubt_clock(const Reply& reply, Turn& turn);
  void search_clock(Turn& turn);
  void searched_clock(const Reply& reply, Turn& turn);
  void read_lease(const UnderWay& done, const Reply& reply, Turn& turn);
  void note_rival(const RrsetKey& key, Turn& turn);
  void say(log::Level level, std::string text, Turn& turn) const;

  const Zone& zone_;
  Holdings holdings_;
  std::optional<UnderWay> under_way_;
  std::optional<UnderWay> unseen_;  // accepted, and what was before is shown yet
  TimePoint read_back_at_{};        // when to ask for those once more
  std::vector<Change> trusted_;     // at the end: taken for shown
  UnderWay unconfirmed_;            // the last update that nobody answered for
  Wildcards wildcards_;
  std::set<RrsetKey> shared_;          // as of the last step
  std::vector<Change> changed_since_;  // the run before this one
  std::set<RrsetKey> aliases_;         // that the server told of
  Unreadable unreadable_;
  bool doubtful_ = true;        // what is published may be wrong: look before anything else
  bool nothing_to_do_ = false;  // as of the last step
  bool has_wishes_ = false;
  bool force_all_ = false;
  std::set<RrsetKey> forced_;  // to be sent even if nothing differs
  bool rate_limited_ = false;  // and it has been said
  TimePoint updated_at_{};
  TimePoint look_at_{};      // when to look although nothing is wrong
  TimePoint replay_over_{};  // until then the path may still hold a valid copy of an update of ours
  TimePoint not_before_{};   // nothing begins earlier: a pause after a failure, or the rate limit
  ServerChoice choice_;
  unsigned guard_failures_ = 0, bad_times_ = 0;  // in a row
  std::vector<RrsetKey> pending_;                // changes that the last step found needed
  Refusals refusals_;
  Rivalry rivalry_;
  ClockDoubt clock_doubt_;
  std::optional<ClockSearch> clock_search_;  // while it goes on
  Leases leases_;
  bool is_held_back_ = false;  // all that is needed was refused a short while ago
  Backoff backoff_;
  Trouble trouble_;
  std::string trouble_text_;              // of the last failure
  std::optional<TimePoint> answered_at_;  // authentically, by the primary
};

}  // namespace nsfollow::core
