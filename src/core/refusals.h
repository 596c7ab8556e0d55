// SPDX-License-Identifier: MIT
// Which RRsets the server does not let us change, so that they do not keep the others from
// following: one forbidden record makes a server refuse the whole message.
#pragma once
#include <map>
#include <optional>
#include <vector>
#include "base/clock.h"
#include "core/change.h"

namespace nsfollow::core {

class Refusals {
 public:
  // A message with several changes was refused: from now on they go one by one.
  void split() { is_split_ = true; }
  // One of them is held back until then.  True when it was not known to be refused before.
  [[nodiscard]] bool refused(const RrsetKey& key, TimePoint until);
  [[nodiscard]] bool is_held(const RrsetKey& key, TimePoint now) const;
  void accepted(const RrsetKey& key);
  void hold_back(const std::vector<RrsetKey>& keys, TimePoint until);
  void retry_now(TimePoint now);

  // As many that nothing speaks for trying the rest.
  [[nodiscard]] bool is_hopeless() const { return !was_accepted_ && held_.size() >= 3; }
  // What may go now: all of it, or the first that is not held back; addresses come first.
  [[nodiscard]] std::vector<Change> sendable(std::vector<Change> changes, TimePoint now) const;
  // When the next one of these may be tried again.
  [[nodiscard]] std::optional<TimePoint> next(const std::vector<RrsetKey>& keys) const;

 private:
  bool is_split_ = false;
  bool was_accepted_ = false;
  std::map<RrsetKey, TimePoint> held_;
};

}  // namespace nsfollow::core
