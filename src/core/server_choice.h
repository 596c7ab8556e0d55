// SPDX-License-Identifier: MIT
// Which of a zone's servers is asked: the configured ones in their order, or the primary that the
// zone's SOA names.
#pragma once
#include <optional>
#include "core/event.h"
#include "core/turn.h"

namespace nsfollow::core {

class ServerChoice {
 public:
  explicit ServerChoice(const Zone& zone);

  // Whom to ask; while nobody is known, one that stands for it in sentences alone.
  [[nodiscard]] const Server& current() const;
  [[nodiscard]] bool is_known() const { return !zone_.servers.empty() || found_; }
  [[nodiscard]] bool is_last() const { return index_ + 1 >= zone_.servers.size(); }

  // It failed: on to the next.  True while there is one that has not had its turn since the first.
  [[nodiscard]] bool move_on();
  void start_over() { index_ = 0; }

  // The primary has to be looked for, because it is not known, or not any more.
  [[nodiscard]] bool must_find(TimePoint now) const;
  // True when another one than before has to be asked.  Nobody has signed this, so the first thing
  // that it hears must be a question: an update goes to none but who has proved the key.
  [[nodiscard]] bool take(const PrimaryFound& answer, TimePoint now);

  // While another one serves: the first is to be asked now whether it is back.
  [[nodiscard]] bool must_ask_first(Turn& turn);
  void ask_first(Order order, Turn& turn);
  [[nodiscard]] bool is_asking_first(ExchangeId id) const { return asking_first_ == id; }
  // True when it is, and serves from now on.
  [[nodiscard]] bool take(const LookedUp& answer, Turn& turn);
  [[nodiscard]] std::optional<TimePoint> next_question() const;

 private:
  const Zone& zone_;
  const Server nobody_;
  std::size_t index_ = 0;
  std::optional<Server> found_;
  TimePoint fresh_until_{};  // what was found
  std::optional<ExchangeId> asking_first_;
  TimePoint ask_first_at_{};
};

}  // namespace nsfollow::core
