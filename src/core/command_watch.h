// SPDX-License-Identifier: MIT
// Runs the administrator's programs that tell addresses: when the machine changes, and now and
// then.
#pragma once
#include <map>
#include <optional>
#include <set>
#include "core/event.h"
#include "core/others.h"
#include "core/turn.h"

namespace nsfollow::core {

class CommandWatch {
 public:
  void follow(const std::set<Command>& needed, Turn& turn);
  void look_now(TimePoint now);  // the machine has changed, or somebody says so
  [[nodiscard]] bool told(const CommandTold& answer, Turn& turn);
  void step(Turn& turn);

  [[nodiscard]] std::map<Command, Told> told() const;
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  [[nodiscard]] bool is_asking() const;

 private:
  struct Entry {
    Told told{.is_coming = true};
    std::optional<ExchangeId> running{};
    bool run_again = false;  // something changed while it was running
    TimePoint run_at{};
    TimePoint ran_at{};
  };
  static void run_soon(Entry& entry, TimePoint now);

  std::map<Command, Entry> entries_;
};

}  // namespace nsfollow::core
