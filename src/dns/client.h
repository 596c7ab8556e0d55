// SPDX-License-Identifier: MIT
// The engine's exchanges with name servers, carried out: the daemon's only door to this room.
#pragma once
#include <functional>
#include <list>
#include <memory>
#include <set>
#include "core/action.h"
#include "core/event.h"
#include "core/tsig_key.h"
#include "dns/address_book.h"
#include "dns/connection.h"
#include "dns/exchange.h"
#include "uv/loop.h"
#include "uv/next_round.h"
#include "uv/timer.h"

namespace nsfollow::dns {

// Carries out the engine's exchanges: several at once, each bounded in time, none blocking.
class Client {
 public:
  // keys: which key signs for a zone; the pointed-to keys outlive the Client.
  // on_event may call the Client, but not destroy it.
  // names_at_once: that are looked up; each keeps a worker thread busy.
  Client(uv::Loop& loop, std::function<const core::TsigKey*(const core::ZoneLabel& zone)> key_of,
         std::function<void(core::Event)> on_event, const Timings& timings = {},
         std::size_t names_at_once = AddressBook::any_number);

  // Answers come later, never within these calls.
  void look_up(const core::LookUp& question);      // answered by core::LookedUp
  void send(const core::SendUpdate& update);       // answered by core::UpdateAnswered
  void try_update(const core::TryUpdate& update);  // answered by core::UpdateAnswered
  void find_zone(const core::FindZone& question);  // answered by core::ZoneFound
  void ask(const core::AskNameServer& question);   // unsigned; answered by core::NameServerTold
  void abandon(core::ExchangeId id);               // no event comes for it any more

 private:
  // One of the engine's exchanges; a LookUp needs as many of ours as it has keys.
  struct Job {
    core::Order order;
    std::optional<std::vector<core::Change>> changes;  // none: a LookUp or FindZone
    std::optional<std::chrono::seconds> lease;         // to be asked for
    std::string why_no_lease;                          // the server would have none of it
    bool to_send = false;                              // the update
    bool is_trial = false;
    bool is_find_zone = false;
    bool is_unsigned = false;  // of an AskNameServer
    std::list<core::RrsetKey> to_ask;
    TimePoint ordered{}, started{};
    std::optional<uv::Endpoint> address;
    std::optional<core::IpAddress> source;  // that was told last
    std::list<Exchange> running;
    std::optional<Connection> connection;  // of all of them, but for UDP
    std::size_t unanswered = 0;            // questions, or the one update
    core::Reply reply;
    core::RecordPicture found;
    std::set<core::RrsetKey> aliases;
    std::optional<core::RrsetKey> stumbled_at;
    std::optional<core::DnsName> zone;
    bool over = false;
  };

  void add(std::unique_ptr<Job> job);
  void wake();
  void turn();
  void rearm();

  void advance(Job& job, TimePoint now);
  void find_address(Job& job, TimePoint now);
  [[nodiscard]] TimePoint patience_end(const Job& job) const;
  void start_exchanges(Job& job);
  void ask_more(Job& job, const core::TsigKey* key);
  void start_exchange(Job& job, Result<Buffer, std::string> message, const core::TsigKey* key,
                      const std::optional<core::RrsetKey>& asked);

  void connect(Job& job);
  [[nodiscard]] Road road_of(Job& job);
  void bound(Job& job, const uv::Endpoint& source);
  [[nodiscard]] static bool goes_without_lease(Job& job, const core::Reply& reply);
  void ended(Job& job, const std::optional<core::RrsetKey>& asked, Ended ended);
  void settle(Job& job, core::Outcome outcome, std::string detail);
  void finish(Job& job);
  void post(const Job& job, core::Event event);

  uv::Loop& loop_;
  std::function<const core::TsigKey*(const core::ZoneLabel&)> key_of_;
  std::function<void(core::Event)> on_event_;
  const Timings timings_;
  AddressBook addresses_;
  Tls tls_;
  std::list<std::unique_ptr<Job>> jobs_;
  std::list<std::pair<core::ExchangeId, core::Event>> outbox_;
  uv::NextRound next_turn_;
  uv::Timer timer_;
  std::optional<TimePoint> alarm_;  // what it is set for
};

}  // namespace nsfollow::dns
