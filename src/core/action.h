// SPDX-License-Identifier: MIT
// What the engine asks for.  The daemon carries it out and answers with an event, never within the
// call that brought the action.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/log.h"
#include "core/change.h"
#include "core/exchange_id.h"
#include "core/saved.h"
#include "core/server.h"
#include "core/server_clock.h"

namespace nsfollow::core {

struct LookAtKernel {};  // answered by KernelSeen or KernelUnreadable

// To whom an exchange goes and how it is signed.
struct Exchange {
  ExchangeId id = 0;
  DnsName zone;  // its key signs
  Server server;
  std::chrono::seconds fudge{300};
  std::optional<ServerClock> clock;  // sign with this time; none: with the wall clock's
};

struct LookUp : Exchange {  // ask the server itself for these RRsets; answered by LookedUp
  std::vector<RrsetKey> keys;
};

struct SendUpdate : Exchange {  // one UPDATE message; answered by UpdateAnswered
  std::vector<Change> changes;
};

struct Abandon {  // forget this exchange; no answer comes any more
  ExchangeId id = 0;
};

struct SaveState {  // answered by StateSaved
  Saved saved;
};

struct Say {
  log::Level level = log::Level::info;
  std::string text;
};

using Action = std::variant<LookAtKernel, LookUp, SendUpdate, Abandon, SaveState, Say>;

}  // namespace nsfollow::core
