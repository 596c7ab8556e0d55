// SPDX-License-Identifier: MIT
// What is known of each server, shared by all zones that it serves.
#pragma once
#include <map>
#include <optional>
#include "core/rate_limit.h"
#include "core/saved.h"
#include "core/server.h"
#include "core/server_clock.h"

namespace nsfollow::core {

class ServerBook {
 public:
  struct Page {
    RateLimit rate;
    std::optional<ServerClock> clock;  // set while our own clock is too wrong to sign with
  };

  ServerBook(const Recalled& recalled, TimePoint now);

  [[nodiscard]] Page& of(const Server& server, TimePoint now);
  [[nodiscard]] std::map<Server, unsigned> tokens(TimePoint now);
  // Back to our own clock everywhere; true if any server's time was in use.
  [[nodiscard]] bool drop_clocks();

 private:
  std::map<Server, Page> pages_;
  unsigned tokens_of_a_new_one_ = RateLimit::most;
};

}  // namespace nsfollow::core
