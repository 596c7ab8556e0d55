// SPDX-License-Identifier: MIT
// Asks echo services from which address our requests come: as seldom as can be, and never one of
// them before the disk knows of it.  What several of them agree on is believed.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <utility>
#include "core/event.h"
#include "core/others.h"
#include "core/turn.h"
#include "core/uplink.h"

namespace nsfollow::core {

class EchoWatch {
 public:
  // The policy outlives it.
  EchoWatch(const EchoPolicy& policy, const Recalled& recalled, TimePoint now);

  // Which vantages matter now.  A new uplink behind one of them is worth an early look.
  void follow(const std::set<Vantage>& needed, const Seen& seen, Turn& turn);
  void look_early();  // somebody says that something has changed
  [[nodiscard]] bool told(const EchoTold& answer, Turn& turn);
  void step(Turn& turn);

  // The state goes to the disk as `id`; true when a request waits for that.
  [[nodiscard]] bool saving(ExchangeId id);
  void saved(const StateSaved& answer, Turn& turn);
  void keep(Saved& saved, TimePoint now) const;

  [[nodiscard]] std::map<Vantage, Told> told() const;
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  [[nodiscard]] bool is_asking() const;

 private:
  struct Vote {
    const EchoService* service = nullptr;
    IpAddress address;
    TimePoint at{};
  };
  struct Request {
    const EchoService* service = nullptr;
    TimePoint not_before{};            // of the service, if it is not asked after all
    std::optional<ExchangeId> saving;  // none yet
    std::optional<ExchangeId> asking;  // none: the disk does not know of it yet
  };
  struct View {
    Uplink uplink;
    Told told{.is_coming = true};
    std::vector<Vote> votes;
    std::optional<Request> request;
    TimePoint ask_at = TimePoint::max();  // by the schedule
    bool is_early = true;                 // something has changed: sooner, if that may be
    std::string trouble;                  // of the last request
  };

  [[nodiscard]] bool may_ask() const { return keeps_ && !policy_.services.empty(); }
  [[nodiscard]] View begin(const Vantage& vantage, Uplink uplink, TimePoint now) const;
  [[nodiscard]] TimePoint early_at(const Vantage& vantage) const;
  [[nodiscard]] TimePoint due(const Vantage& vantage, const View& view) const;
  [[nodiscard]] TimePoint not_before(const EchoService& service) const;
  [[nodiscard]] const EchoService* choose(const Vantage& vantage, const View& view,
                                          TimePoint now) const;
  [[nodiscard]] bool is_kept_for_ipv4(const EchoService& service, const Vantage& vantage,
                                      const View& view, TimePoint now) const;
  void step(const Vantage& vantage, View& view, Turn& turn);
  void wait(const Vantage& vantage, View& view, TimePoint now) const;
  void hear(const Vantage& vantage, View& view, const EchoService& service, const EchoTold& answer,
            Turn& turn);
  void leave_alone(const EchoService& service, const EchoTold& answer, Turn& turn);
  void count(const Vantage& vantage, View& view, Turn& turn);
  [[nodiscard]] TimePoint after_interval(Turn& turn) const;

  const EchoPolicy& policy_;
  bool keeps_;
  std::map<Vantage, View> views_;
  std::map<Vantage, EchoAgreement> agreements_;
  std::map<std::string, TimePoint> not_before_;      // by URL
  std::set<std::pair<std::string, Family>> failed_;  // by URL: no answer the last time
  std::map<Vantage, TimePoint> early_at_;            // the next early look, at the earliest
  TimePoint first_early_at_;                         // ... of all others
};

// "icanhazip.com" of "https://icanhazip.com/"
[[nodiscard]] std::string host_of(const EchoService& service);

}  // namespace nsfollow::core
