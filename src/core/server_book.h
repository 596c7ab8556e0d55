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

  void open(const Server& server);  // a server in use, so that of() knows it and tokens() tells it
  [[nodiscard]] Page& of(const Server& server) { return pages_.at(server); }
  [[nodiscard]] const Page& of(const Server& server) const { return pages_.at(server); }
  [[nodiscard]] std::map<Server, unsigned> tokens(TimePoint now);
  // Back to our own clock everywhere; true if any server's time was in use.
  [[nodiscard]] bool drop_clocks();

 private:
  TimePoint start_;  // buckets fill from here on, used or not
  std::map<Server, Page> pages_;
  unsigned tokens_of_a_new_one_ = RateLimit::most;
};

}  // namespace nsfollow::core
