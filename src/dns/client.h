// SPDX-License-Identifier: MIT
// The engine's exchanges with name servers, carried out: the daemon's only door to this room.
#pragma once
#include <functional>
#include "core/action.h"
#include "core/event.h"
#include "core/tsig_key.h"
#include "uv/loop.h"

namespace nsfollow::dns {

// Carries out the engine's exchanges: several at once, each bounded in time, none blocking.
class Client {
 public:
  // keys: which key signs for a zone; the pointed-to keys outlive the Client.
  Client(uv::Loop& loop, std::function<const core::TsigKey*(const core::DnsName& zone)> key_of,
         std::function<void(core::Event)> on_event);

  // Answers come later, never within these calls.
  void look_up(const core::LookUp& question);  // answered by core::LookedUp
  void send(const core::SendUpdate& update);   // answered by core::UpdateAnswered
  void abandon(core::ExchangeId id);           // no event comes for it any more
};

}  // namespace nsfollow::dns
