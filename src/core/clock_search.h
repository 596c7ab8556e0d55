// SPDX-License-Identifier: MIT
// How far a server's clock is from ours, where the server does not tell: PowerDNS and Windows
// answer a request whose time they do not like with an error that nobody signed, and that is the
// same for a wrong key.
//
// Signed questions with a wide fudge are asked, and which of them are answered shows the time.
// A question may be replayed without harm; an UPDATE with such a fudge could put an old address
// back, and is never sent.
#pragma once
#include <chrono>
#include <optional>
#include "core/action.h"
#include "core/reply.h"

namespace nsfollow::core {

class ClockSearch {
 public:
  enum class Stage : std::uint8_t {
    searching,
    found,     // clock() signs what the server accepts, with the ordinary fudge
    nothing,   // no time within `widest` of ours is right: the clock is off by more, or the key
               // is wrong
    given_up,  // the answers do not come, or do not fit together
  };
  static constexpr std::chrono::seconds widest{65535};  // RFC 8945 4.2: 16 bits

  // `fudge`: what is signed with otherwise.  `precision`: how exactly the time is to be found; to a
  // quarter of the fudge in any case.  `known_within`: the time is no farther off than this.
  explicit ClockSearch(std::chrono::seconds fudge,
                       std::chrono::seconds precision = std::chrono::seconds{80},
                       std::chrono::seconds known_within = widest);

  // While searching: signs the order as the next question is to be signed.
  void dress(Order& order) const;
  // The answer to it.
  Stage heard(const Reply& reply);

  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] unsigned questions() const { return questions_; }
  // When found: the server's clock, how far it is ahead of ours, and what that may be off by.
  [[nodiscard]] std::optional<ServerClock> clock() const;
  [[nodiscard]] std::chrono::seconds ahead() const { return (low_ + high_) / 2; }
  [[nodiscard]] std::chrono::seconds margin() const { return (high_ - low_ + seconds{1}) / 2; }

 private:
  using seconds = std::chrono::seconds;

  void answered(const Reply& reply);
  void not_answered();
  void told(const ClockSample& sample);
  [[nodiscard]] bool is_narrow() const { return high_ - low_ <= 2 * precision_; }

  seconds fudge_, precision_;
  seconds low_, high_;  // the server's clock is ahead of ours by something in between
  std::optional<ServerClock>
      ours_;              // our wall clock when it began, so that setting it does no harm
  bool proving_ = false;  // what was found is asked for with the ordinary fudge
  unsigned questions_ = 0, silences_ = 0;
  Stage stage_ = Stage::searching;
};

// When a search is worth its questions: after some refusals in a row that nobody signed, and then
// once an hour at most, unless the clock has been set.
class ClockDoubt {
 public:
  // A request of ours ended so; true when a search should begin.
  [[nodiscard]] bool heard(Outcome outcome, TimePoint now);
  void clock_was_set() { next_ = {}; }

 private:
  unsigned refusals_ = 0;
  TimePoint next_{};
};

}  // namespace nsfollow::core
