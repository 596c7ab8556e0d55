// SPDX-License-Identifier: MIT
#include "core/inquiry.h"
#include <algorithm>

namespace nsfollow::core {

void Inquiry::follow(const Needs& needs, const Seen& seen, Turn& turn) {
  gateways_.follow(needs.gateway, seen, turn);
  echo_.follow(needs.echo, seen, turn);
  commands_.follow(needs.command, turn);
}

void Inquiry::look_now(TimePoint now) {
  gateways_.look_now(now);
  commands_.look_now(now);
  echo_.look_early();
}

void Inquiry::step(Turn& turn) {
  gateways_.step(turn);
  echo_.step(turn);
  commands_.step(turn);
}

Others Inquiry::others() const { return {gateways_.told(), echo_.told(), commands_.told()}; }

std::optional<TimePoint> Inquiry::next_wakeup() const {
  std::optional<TimePoint> next;
  for (const auto at : {gateways_.next_wakeup(), echo_.next_wakeup(), commands_.next_wakeup()})
    if (at) next = std::min(next.value_or(*at), *at);
  return next;
}

bool Inquiry::is_asking() const {
  return gateways_.is_asking() || echo_.is_asking() || commands_.is_asking();
}

}  // namespace nsfollow::core
