// SPDX-License-Identifier: MIT
// Asks the NAT gateways for their public addresses: when one is new, when it announces something,
// and now and then.  It is one hop away and answers in a millisecond, so it may be asked freely.
#pragma once
#include <map>
#include <optional>
#include <set>
#include "core/event.h"
#include "core/others.h"
#include "core/turn.h"
#include "core/uplink.h"

namespace nsfollow::core {

class GatewayWatch {
 public:
  // Which vantages matter now, and where their gateways are.
  void follow(const std::set<Vantage>& needed, const Seen& seen, Turn& turn);
  // True when it was one of ours.
  [[nodiscard]] bool told(const GatewayTold& answer, Turn& turn);
  void stirred(const GatewayStirred& hint, TimePoint now);
  void look_now(TimePoint now);
  void step(Turn& turn);  // asks whom it is time to ask

  [[nodiscard]] std::map<Vantage, Told> told() const;
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  [[nodiscard]] bool is_asking() const;

 private:
  struct Gateway {
    Uplink uplink;  // with a gateway
    Told told{.is_coming = true};
    std::optional<ExchangeId> asking{};
    bool ask_again = false;  // something happened while it was being asked
    TimePoint ask_at{};
    TimePoint asked_at{};
    unsigned failures = 0;  // in a row
    struct Epoch {
      std::chrono::seconds told;
      TimePoint at;
    };
    std::optional<Epoch> epoch{};
    std::optional<TimePoint> restarted_at{};  // by its epoch
  };

  static void learn(Gateway& gateway, const GatewayTold& answer, Turn& turn);
  static void fail(Gateway& gateway, const GatewayTold& answer, Turn& turn);
  static void read_epoch(Gateway& gateway, const GatewayTold& answer, Turn& turn);
  static void ask_soon(Gateway& gateway, TimePoint now);

  std::map<Vantage, Gateway> gateways_;
};

}  // namespace nsfollow::core
