// SPDX-License-Identifier: MIT
// What the engine hears: facts, never wishes.
#pragma once
#include <string>
#include <variant>
#include "core/exchange_id.h"
#include "core/ip_address.h"
#include "core/reply.h"
#include "core/rrset.h"
#include "core/seen.h"

namespace nsfollow::core {

// The kernel reported some change of a link, an address or a default route: a hint to look.
struct KernelStirred {};

// The answer to LookAtKernel.
struct KernelSeen {
  Seen seen;
};
struct KernelUnreadable {  // the dump failed or was interrupted: the old picture stays
  std::string why;
};

// Somebody who knows (a hook, a signal) says: look now.
struct LookNow {};

// An exchange has left from this source address of ours.
struct SourceBound {
  ExchangeId id = 0;
  IpAddress source;
};

// The answer to LookUp.  `found` has every key that was asked for when the outcome is `done`,
// and says nothing otherwise.
struct LookedUp {
  ExchangeId id = 0;
  Reply reply;
  RecordPicture found;
};

// The answer to SendUpdate.
struct UpdateAnswered {
  ExchangeId id = 0;
  Reply reply;
};

// Somebody set the wall clock.
struct WallClockSet {};

// The answer to SaveState.
struct StateSaved {
  std::string why_not;  // empty when it is on the disk
};

using Event = std::variant<KernelStirred, KernelSeen, KernelUnreadable, LookNow, SourceBound,
                           LookedUp, UpdateAnswered, WallClockSet, StateSaved>;

}  // namespace nsfollow::core
