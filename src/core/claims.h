// SPDX-License-Identifier: MIT
// At names that others have addresses at, too: which of the records are ours.  The disk knows of
// each before the server does, so that no crash leaves one behind that nobody can name.
#pragma once
#include <map>
#include <set>
#include "core/saved.h"
#include "core/turn.h"
#include "core/wish.h"

namespace nsfollow::core {

class ClaimBook {
 public:
  // `keeps`: what is saved reaches a disk; else nothing waits for it.
  ClaimBook(std::map<ZoneLabel, Claims> before, bool keeps);

  // Makes ours what is wished for beside others in this zone.  What the disk does not know of yet
  // is taken out of the picture, and so is not touched, until it does.
  void claim(const ZoneLabel& zone, WishPicture& wishes, Turn& turn);
  // Adds to each of these wishes what was ours and is not wished for any more.
  void disown(const ZoneLabel& zone, WishPicture& wishes) const;
  // Forgets what is neither wished for nor published, once no copy of an update can bring it back.
  void forget(const ZoneLabel& zone, const WishPicture& wishes, const RecordPicture& published,
              Turn& turn);

  // Called with the id of each saving; true when something waits for it.
  [[nodiscard]] bool saving(ExchangeId id);
  // It has ended, well or not: true when something waited for it.
  [[nodiscard]] bool saved(ExchangeId id);

  [[nodiscard]] bool is_waiting() const { return !unsafe_.empty(); }

  [[nodiscard]] const std::map<ZoneLabel, Claims>& all() const { return claims_; }
  [[nodiscard]] const std::set<Rdata>* find(const ZoneLabel& zone, const RrsetKey& key) const;

 private:
  struct Item {
    ZoneLabel zone;
    RrsetKey key;
    Rdata rdata;
    auto operator<=>(const Item&) const = default;
  };
  bool keeps_;
  std::map<ZoneLabel, Claims> claims_;
  std::map<Item, ExchangeId> unsafe_;  // by the saving that tells the disk of it; 0: the next
  std::map<Item, TimePoint> gone_since_;
};

}  // namespace nsfollow::core
