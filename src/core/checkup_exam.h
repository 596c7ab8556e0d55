// SPDX-License-Identifier: MIT
// The examination of one zone at one server, by signed questions and by updates that cannot happen.
//
// It meets the server (reachable? clock, key, zone), then asks what the zone holds at the names
// that matter, then tries the changes, and at last asks for the reverse zones that nobody named.
#pragma once
#include <list>
#include <map>
#include <optional>
#include <vector>
#include "core/checkup_name_servers.h"
#include "core/checkup_plan.h"
#include "core/checkup_report.h"
#include "core/checkup_words.h"
#include "core/clock_search.h"

namespace nsfollow::core {

struct CheckupTurn {
  TimePoint now;
  ExchangeId& last_id;
  std::vector<Action>& actions;
};

// Orders are signed by the zone's key with this algorithm where their `zone` is called so.
[[nodiscard]] ZoneLabel with_algorithm(const ZoneLabel& key, TsigAlgorithm algorithm);

class CheckupExam {
 public:
  struct Subject {
    Zone zone;
    Server server;
    CheckupKey key;
    CheckupMachine machine;
    std::vector<Intended> intended{};
    std::vector<Intended> unplaced{};  // whose zone this server may have
  };
  explicit CheckupExam(Subject subject);

  void begin(CheckupTurn& turn);
  // True when the answer was awaited.
  bool hear(const LookedUp& answer, CheckupTurn& turn);
  bool hear(const UpdateAnswered& answer, CheckupTurn& turn);
  bool hear(const ZoneFound& answer, CheckupTurn& turn);
  bool hear(const NameServerTold& answer, CheckupTurn& turn);
  void give_up(CheckupTurn& turn);  // the time is over

  [[nodiscard]] bool is_over() const { return phase_ == Phase::over && name_servers_.is_over(); }
  [[nodiscard]] TimePoint deadline() const { return deadline_; }
  [[nodiscard]] const Subject& subject() const { return subject_; }
  [[nodiscard]] const Examined& result() const { return result_; }  // when it is over
  // The zones that `unplaced` belong to; this server has them.
  [[nodiscard]] const std::map<DnsName, std::vector<Intended>>& placed() const { return placed_; }

 private:
  enum class Phase : std::uint8_t { meeting, reading, trying, comparing, placing, over };
  enum class Step : std::uint8_t {
    question,   // the zone's SOA, signed
    echo,       // the same, signed with another time: does the answer have it, too?
    search,     // for the server's clock
    algorithm,  // the same key with another algorithm
    served,     // the same question, not signed
    apex,       // which zone is it, then?
    rights,     // an update without changes
    read_all,
    read_one,
    try_some,  // several changes in one update
    try_one,
    try_other,  // another type at a name that was refused
    place,      // the zone of a PTR record
  };
  struct Task {
    Step step;
    std::size_t index = 0;  // of a record, or an algorithm
    std::size_t count = 1;
    RrType type{};
  };

  void put(Task task) { waiting_.push_back(task); }
  void pump(CheckupTurn& turn);
  [[nodiscard]] bool next_phase(CheckupTurn& turn);
  void start(const Task& task, CheckupTurn& turn);
  [[nodiscard]] Order order(CheckupTurn& turn) const;
  [[nodiscard]] Action ask(const Task& task, Order order) const;
  [[nodiscard]] Action attempt(const Task& task, Order order) const;
  [[nodiscard]] std::optional<Task> take(ExchangeId id);
  void say(Finding finding) { result_.findings.push_back(std::move(finding)); }

  void met(const Task& task, const LookedUp& answer, CheckupTurn& turn);
  void questioned(const LookedUp& answer, CheckupTurn& turn);
  void know(const LookedUp& answer, CheckupTurn& turn);
  void judge_echo(const Reply& reply);
  void searched(const Reply& reply);
  void try_algorithms();
  void measured(std::chrono::seconds ahead, std::chrono::seconds margin);
  void served(const NameServerTold& answer);
  void end_meeting();

  [[nodiscard]] std::vector<RrsetKey> keys_to_read(const Task& task) const;
  void read(const Task& task, const LookedUp& answer);
  [[nodiscard]] std::vector<Change> changes(const Task& task) const;
  void try_next(std::size_t from);
  void tried(const Task& task, const Reply& reply);
  void compare_types();
  void conclude(CheckupTurn& turn);

  Subject subject_;
  Examined result_;
  TimePoint deadline_{};
  Phase phase_ = Phase::meeting;
  std::list<Task> waiting_;
  std::map<ExchangeId, Task> running_;
  CheckupNameServers name_servers_;

  std::optional<ServerClock> clock_;  // signs, where ours is too wrong for that
  std::optional<ClockSample> sample_;
  std::optional<ClockSearch> search_;
  std::optional<Reply> denied_;  // the first answer, where it is about the key
  std::optional<TsigAlgorithm> known_algorithm_;
  bool has_answered_ = false, has_zone_ = false, is_denied_zone_ = false;
  checkup_words::Circumstances circumstances_;
  std::optional<Reply> rights_;
  std::vector<checkup_words::Tried> records_;
  std::map<DnsName, std::vector<Intended>> placed_;
};

}  // namespace nsfollow::core
