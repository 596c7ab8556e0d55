// SPDX-License-Identifier: MIT
// The engine's questions to NAT gateways, carried out, and what gateways announce: the daemon's
// only door to this room.
#pragma once
#include <functional>
#include <list>
#include "core/action.h"
#include "core/event.h"
#include "gateway/ear.h"
#include "gateway/exchange.h"
#include "uv/loop.h"
#include "uv/next_round.h"

namespace nsfollow::gateway {

class Client {
 public:
  // on_event may call the Client, but not destroy it.
  Client(uv::Loop& loop, std::function<void(core::Event)> on_event, const Timings& timings = {});

  // Answered by core::GatewayTold, never within this call.  From the first question on
  // announcements of any gateway are heard too, as core::GatewayStirred, however many there are.
  void ask(const core::AskGateway& question);
  void abandon(core::ExchangeId id);  // no event comes for it any more

 private:
  void listen();
  void wake();
  void turn();

  uv::Loop& loop_;
  std::function<void(core::Event)> on_event_;
  const Timings timings_;
  Ear ear_;
  bool has_complained_ = false;
  std::list<Exchange> running_;
  std::list<core::GatewayTold> outbox_;
  uv::NextRound next_turn_;
};

}  // namespace nsfollow::gateway
