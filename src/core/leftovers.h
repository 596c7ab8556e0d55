// SPDX-License-Identifier: MIT
// Records that an earlier configuration kept and this one does not name, in zones that want such
// ones withdrawn.
#pragma once
#include <map>
#include "core/saved.h"
#include "core/wish.h"

namespace nsfollow::core {

class Leftovers {
 public:
  // `remembered`: what an earlier run knew the zone to hold of it; of shared names, only what it
  // claimed goes.
  void add(const Zone& zone, const RrsetKey& key, const Rrset& remembered, const Claims* claims);

  // That these records be there no more.  None where nothing is left over.
  [[nodiscard]] const WishPicture& of_zone(const ZoneLabel& zone) const;
  [[nodiscard]] bool has(const ZoneLabel& zone, const RrsetKey& key) const;
  // Leaves in the picture, of what is left over, our own alone.
  void keep(const ZoneLabel& zone, RecordPicture& picture) const;
  // Forgets what is seen to have gone; true when there was any.
  [[nodiscard]] bool forget(const ZoneLabel& zone, const RecordPicture& published);

 private:
  std::map<ZoneLabel, WishPicture> wishes_;
};

}  // namespace nsfollow::core
