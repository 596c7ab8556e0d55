// SPDX-License-Identifier: MIT
// PTR records (RFC 1035 3.3.12) of the hosts that ask for them: one for each address that is
// wanted, instead of whatever stood there, and none of ours any more at the addresses before, where
// others' PTR records stay.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <vector>
#include "core/backoff.h"
#include "core/event.h"
#include "core/turn.h"
#include "core/wanted.h"
#include "core/zone_sync.h"

namespace nsfollow::core {

class Pointers {
 public:
  // The policy outlives it.
  Pointers(const Policy& policy, const std::map<ZoneLabel, RecordPicture>& before);

  // Works out the PTR records; `zones` tells what each zone holds.
  void follow(const Wanted& wanted, const std::vector<ZoneSync>& zones, Turn& turn);
  void look_now();  // ask once more for the zones that were not found
  // Asks for reverse zones that are not configured, at the servers of the hosts' own zones.
  void step(const std::vector<ZoneSync>& zones, Turn& turn);
  [[nodiscard]] bool found(const ZoneFound& answer, Turn& turn);

  [[nodiscard]] const WishPicture& of_zone(const ZoneLabel& zone) const;
  // Reverse zones that were found at the hosts' own servers, since the last call.
  [[nodiscard]] std::vector<Zone> take_new_zones();
  [[nodiscard]] bool is_asking() const { return asking_.has_value(); }
  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;

  // True when the key is one that a host of ours may have a PTR record at.
  [[nodiscard]] bool has_ours(const RrsetKey& key, const Rrset& rrset) const;

 private:
  struct Missing {  // a name whose zone is not known
    const Host* host = nullptr;
    IpAddress address;
    TimePoint ask_at{};
    bool complained = false;
  };
  struct Asking {
    ExchangeId id;
    DnsName name;
    TimePoint began;
  };

  [[nodiscard]] const ZoneLabel* zone_of(const DnsName& name) const;
  void add_zone(DnsName name, const Host& host);
  [[nodiscard]] bool are_all_known(const DnsName& name, Family family, const Wanted& wanted) const;
  void want(const Host& host, const IpAddress& address, Turn& turn);
  void unwant(const Host& host, Family family, const std::vector<ZoneSync>& zones);
  static void complain(Missing& missing, Turn& turn);

  const Policy& policy_;
  std::map<DnsName, ZoneLabel> zones_;  // the reverse zones that we know, by name
  std::map<ZoneLabel, WishPicture> wishes_;
  std::map<DnsName, Missing> missing_;
  std::optional<Asking> asking_;
  Backoff backoff_;
  std::vector<Zone> new_zones_;
};

}  // namespace nsfollow::core
