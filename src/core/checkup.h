// SPDX-License-Identifier: MIT
// `check --online` without any I/O: like the engine, it hears events and asks for actions.  Nothing
// that it asks for changes anything anywhere.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <vector>
#include "core/checkup_exam.h"
#include "core/checkup_report.h"

namespace nsfollow::core {

class Checkup {
 public:
  // `keys`: of every key label that a zone of the policy has.
  Checkup(Policy policy, std::map<ZoneLabel, CheckupKey> keys, CheckupMachine machine);

  [[nodiscard]] std::vector<Action> start(TimePoint now);
  [[nodiscard]] std::vector<Action> on(const Event& event, TimePoint now);
  // What has taken too long is given up; zones that are slow keep no others waiting.
  [[nodiscard]] std::vector<Action> tick(TimePoint now);

  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] CheckupReport report() const;  // when it is over

 private:
  void begin(const std::optional<Seen>& seen, CheckupTurn& turn);
  void found(const PrimaryFound& answer, CheckupTurn& turn);
  void examine(const Zone& zone, const Server& server, std::vector<Intended> intended,
               std::vector<Intended> unplaced, CheckupTurn& turn);
  void examine(const Zone& zone, const std::vector<Server>& servers, CheckupTurn& turn);
  void hear_answer(const Event& event, CheckupTurn& turn);
  void follow_up(CheckupTurn& turn);  // on the reverse zones that were found

  Policy policy_;
  std::map<ZoneLabel, CheckupKey> keys_;
  CheckupMachine machine_;
  CheckupPlan plan_;
  bool begun_ = false;
  TimePoint give_up_at_{};                     // the primaries that are being looked for
  std::map<ExchangeId, const Zone*> finding_;  // their zones
  std::vector<Examined> without_server_;
  std::deque<CheckupExam> exams_;
  std::size_t followed_up_ = 0;  // exams whose findings have been gone after
  std::vector<Finding> of_machine_;
  ExchangeId last_id_ = 0;
};

}  // namespace nsfollow::core
