// SPDX-License-Identifier: MIT
#include "updates.h"

namespace nsfollow::bench {

void Updates::take(const Message& message) {
  if (message.from_server) last_answer_ = message.time;
  if (!message.is_update) return;
  if (!message.from_server) {
    ++sent_;
    ++of_zone_[message.zone];
    open_[message.id] = {message.time, message.carries(wanted_)};
    return;
  }
  const auto request = open_.find(message.id);
  if (request == open_.end() || message.rcode != 0) return;
  last_accepted_ = message.time;
  if (!request->second.is_wanted) {
    right_since_.reset();
  } else if (!right_since_) {
    right_since_ = message.time;
    asked_ = request->second.time;
  }
  open_.erase(request);
}

}  // namespace nsfollow::bench
