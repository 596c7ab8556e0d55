// SPDX-License-Identifier: MIT
// Wanted: the records that follow from what is Seen by the rules of the configuration.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "core/policy.h"
#include "core/rrset.h"
#include "core/seen.h"

namespace nsfollow::core {

class Wanted {
 public:
  // `before`: what an earlier run is known to have published, by zone.
  Wanted(const std::vector<Host>& hosts, const std::map<DnsName, RecordPicture>& before);

  void see(const Seen& seen, TimePoint now);
  void tick(TimePoint now);  // a loss that has lasted long enough becomes a withdrawal

  // What the zone should hold.  A key that is missing is not known, and must not be touched.
  [[nodiscard]] const RecordPicture& of_zone(const DnsName& zone) const;

  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  // Sentences about wishes that cannot be had since the last call, "host1 AAAA: 12 addresses ...".
  [[nodiscard]] std::vector<std::string> take_complaints();

 private:
  // One RRset that a host asks for.
  struct Wish {
    const Host* host;
    Family family;
    bool had = false;  // there was an address, in this run or in one before it
    std::optional<std::vector<IpAddress>> addresses;  // none: not known
    std::optional<TimePoint> lost_at;
    std::string remark;

    [[nodiscard]] RrsetKey key() const { return {host->name, type_of(family)}; }
    [[nodiscard]] std::optional<TimePoint> withdraw_at() const;
  };

  void see(Wish& wish, const Seen& seen, TimePoint now);
  void compose();  // wishes_ into by_zone_

  std::vector<Wish> wishes_;
  std::map<DnsName, RecordPicture> by_zone_;
  std::vector<std::string> complaints_;
};

}  // namespace nsfollow::core
