// SPDX-License-Identifier: MIT
// Wanted: the records that follow from what is known by the rules of the configuration.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "core/others.h"
#include "core/policy.h"
#include "core/seen.h"
#include "core/wish.h"

namespace nsfollow::core {

class Wanted {
 public:
  // The policy outlives it.  `before`: what an earlier run is known to have published, by zone.
  Wanted(const Policy& policy, const std::map<ZoneLabel, RecordPicture>& before);

  void see(const Seen& seen, const Others& others, TimePoint now);
  // A loss that has lasted long enough becomes a withdrawal; not while a new picture is coming.
  void tick(TimePoint now);
  // The watcher ends: nothing is wished for any more at the names that shall go with it.
  void leave();

  // What the zone should hold, but for what follows from addresses at other names' places (PTR).
  // A key that is missing is not known, and must not be touched.
  [[nodiscard]] const WishPicture& of_zone(const ZoneLabel& zone) const;

  // The addresses that the host should have; none: not known, or not ours to touch.
  [[nodiscard]] std::optional<std::vector<IpAddress>> addresses(const Host& host,
                                                                Family family) const;
  [[nodiscard]] const Needs& needs() const { return needs_; }  // who has to be asked
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  // Sentences about wishes that cannot be had since the last call, "host1 AAAA: 12 addresses ...".
  [[nodiscard]] std::vector<std::string> take_complaints();

 private:
  // One RRset of addresses that a host asks for.
  struct OfHost {
    const Host* host;
    Family family;
    bool had = false;  // there was an address, in this run or in one before it
    std::optional<std::vector<IpAddress>> addresses;  // none: not known
    std::optional<TimePoint> lost_at;
    std::vector<IpAddress> left_over;  // by a loss: what is written down
    // A record that has this family's addresses in it need not wait for a family that never was.
    bool stands_in_record = false;
    std::optional<TimePoint> none_since;
    bool is_absent = false;
    std::string remark;

    [[nodiscard]] RrsetKey key() const { return {host->name, type_of(family)}; }
    [[nodiscard]] std::optional<TimePoint> withdraw_at() const;
    [[nodiscard]] std::optional<TimePoint> absent_at() const;
  };

  void see(OfHost& wish, const Seen& seen, const Others& others, TimePoint now);
  void compose();  // by_zone_
  void compose(const Record& record);
  [[nodiscard]] bool put(const Record& record, const std::string& text, Rrset& rrset);
  [[nodiscard]] const OfHost* find(const AddressMark& mark) const;
  void complain(std::string text);

  const Policy& policy_;
  std::vector<OfHost> hosts_;
  std::map<ZoneLabel, WishPicture> by_zone_;
  Needs needs_;
  bool leaves_ = false;
  std::set<std::string> wrong_;  // records that cannot be made, and have been told of
  std::vector<std::string> complaints_;
};

}  // namespace nsfollow::core
