// SPDX-License-Identifier: MIT
// Asks those besides the kernel who may know our addresses.
#pragma once
#include "core/command_watch.h"
#include "core/echo_watch.h"
#include "core/gateway_watch.h"

namespace nsfollow::core {

class Inquiry {
 public:
  Inquiry(const EchoPolicy& echo, const Recalled& recalled, TimePoint now)
      : echo_(echo, recalled, now) {}

  void follow(const Needs& needs, const Seen& seen, Turn& turn);
  void machine_changed(TimePoint now) { commands_.look_now(now); }
  void look_now(TimePoint now);
  void step(Turn& turn);

  // True when the answer was awaited, and others() may have changed.
  [[nodiscard]] bool hear(const GatewayTold& e, Turn& turn) { return gateways_.told(e, turn); }
  [[nodiscard]] bool hear(const EchoTold& e, Turn& turn) { return echo_.told(e, turn); }
  [[nodiscard]] bool hear(const CommandTold& e, Turn& turn) { return commands_.told(e, turn); }
  void hear(const GatewayStirred& e, TimePoint now) { gateways_.stirred(e, now); }
  void hear(const StateSaved& e, Turn& turn) { echo_.saved(e, turn); }

  [[nodiscard]] bool saving(ExchangeId id) { return echo_.saving(id); }
  void keep(Saved& saved, TimePoint now) const { echo_.keep(saved, now); }

  [[nodiscard]] Others others() const;
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  [[nodiscard]] bool is_asking() const;

 private:
  GatewayWatch gateways_;
  EchoWatch echo_;
  CommandWatch commands_;
};

}  // namespace nsfollow::core
