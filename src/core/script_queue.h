// SPDX-License-Identifier: MIT
// The administrator's scripts: one after another, at least once for each confirmed change, and the
// last call for an RRset always tells its final value.
#pragma once
#include <map>
#include <optional>
#include <utility>
#include <vector>
#include "core/event.h"
#include "core/publication.h"
#include "core/turn.h"

namespace nsfollow::core {

class ScriptQueue {
 public:
  // The policy outlives it.  `due`: what an earlier run did not get to tell.
  ScriptQueue(const ScriptPolicy& policy, const std::vector<Publication>& due);

  // Changes of one RRset that wait are told as one, from the first value to the last.
  void published(Publication publication);
  void trouble(const ZoneLabel& zone, const std::string& sentence);
  [[nodiscard]] bool ended(const ScriptEnded& answer, Turn& turn);
  void step(Turn& turn);  // runs the next one, if none is running

  [[nodiscard]] std::vector<Publication> due() const;
  [[nodiscard]] bool is_running() const { return running_.has_value(); }

 private:
  using Key = std::pair<ZoneLabel, RrsetKey>;
  struct Call {
    RunScript action;                  // without id and path
    std::optional<Publication> about;  // none: a trouble
    std::size_t next = 0;              // of the scripts that hear of it
  };

  [[nodiscard]] const std::vector<std::string>& scripts(const Call& call) const;
  [[nodiscard]] std::optional<Call> next_call();

  const ScriptPolicy& policy_;
  std::map<Key, Publication> changes_;
  std::vector<Key> order_;  // of changes_
  std::map<ZoneLabel, std::string> troubles_;
  std::optional<Call> running_;
};

}  // namespace nsfollow::core
