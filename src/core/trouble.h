// SPDX-License-Identifier: MIT
// What keeps a zone from being right: said when it begins, when it changes and when it ends, and
// counted in between.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include "base/clock.h"
#include "core/reply.h"
#include "core/server.h"

namespace nsfollow::core {

class Trouble {
 public:
  // Notes one failure; true when this server has not failed in this way before, since all was well,
  // and so is worth a line.
  [[nodiscard]] bool note(const Server& server, Outcome outcome, TimePoint now);
  // What time alone mends is over, and not the rest: it is worth a line when it comes again.
  void outage_ended();
  // The sentence about the end of it, or nothing when there was none.
  [[nodiscard]] std::optional<std::string> end(const Server& server, TimePoint now);

  [[nodiscard]] std::optional<Outcome> last() const { return last_; }
  [[nodiscard]] TimePoint since() const { return since_; }  // while there is one
  [[nodiscard]] unsigned tries() const { return tries_; }

 private:
  std::optional<Outcome> last_;
  std::map<Server, std::set<Outcome>> told_;
  TimePoint since_{};
  unsigned tries_ = 0;
};

}  // namespace nsfollow::core
