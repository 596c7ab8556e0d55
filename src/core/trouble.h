// SPDX-License-Identifier: MIT
// What keeps a zone from being right: said when it begins, when it changes and when it ends, and
// counted in between.
#pragma once
#include <optional>
#include <string>
#include "base/clock.h"
#include "core/reply.h"
#include "core/server.h"

namespace nsfollow::core {

class Trouble {
 public:
  // Notes one failure; true when it is another one than the last, and so worth a line.
  [[nodiscard]] bool note(const Server& server, Outcome outcome, TimePoint now);
  // The sentence about the end of it, or nothing when there was none.
  [[nodiscard]] std::optional<std::string> end(const Server& server, TimePoint now);

  [[nodiscard]] std::optional<Outcome> last() const { return last_; }

 private:
  std::optional<Outcome> last_;
  Server server_;
  TimePoint since_{};
  unsigned tries_ = 0;
};

}  // namespace nsfollow::core
