// SPDX-License-Identifier: MIT
// Questions that nobody signs: to the resolvers of this machine, and to name servers whose key we
// do not have.  What comes back is a hint.
#pragma once
#include <filesystem>
#include <functional>
#include <list>
#include "core/action.h"
#include "core/event.h"
#include "dns/client.h"
#include "dns/primary_search.h"
#include "uv/loop.h"
#include "uv/next_round.h"
#include "uv/timer.h"

namespace nsfollow::dns {

// Where and how long to ask.
struct Resolving {
  std::filesystem::path resolv_conf = "/etc/resolv.conf";  // read for each search
  std::uint16_t port = 53;                                 // of the resolvers in it
  Duration search = std::chrono::seconds{5};               // for a whole search
  // Of a question to a name server, which may be far away, or not there: nobody is in a hurry.
  Timings questions{.resend = {std::chrono::seconds{1}},
                    .udp = std::chrono::seconds{3},
                    .tcp = std::chrono::seconds{5},
                    .hint = {},
                    .resolve = std::chrono::seconds{5}};
};

class Resolver {
 public:
  // on_event may call the Resolver, but not destroy it.
  Resolver(uv::Loop& loop, std::function<void(core::Event)> on_event, Resolving how = {});

  // Answers come later, never within these calls.
  void find_primary(const core::FindPrimary& question);  // answered by core::PrimaryFound
  void ask(const core::AskNameServer& question);         // answered by core::NameServerTold
  void abandon(core::ExchangeId id);                     // no event comes for it any more

 private:
  void wake();
  void turn();

  uv::Loop& loop_;
  std::function<void(core::Event)> on_event_;
  const Resolving how_;
  Client name_servers_;
  std::list<PrimarySearch> searches_;
  uv::NextRound next_turn_;
  uv::Timer timer_;
};

}  // namespace nsfollow::dns
