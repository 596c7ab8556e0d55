// SPDX-License-Identifier: MIT
// Somebody who uses the Client as the daemon does, and waits for what comes.
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "dns/client.h"
#include "support/catch.h"

namespace nsfollow::test {

inline core::DnsName name(std::string_view text) { return *core::DnsName::parse(text); }
inline core::RrsetKey a_of(std::string_view owner) { return {name(owner), core::RrType::a}; }
inline core::RrsetKey aaaa_of(std::string_view owner) { return {name(owner), core::RrType::aaaa}; }

inline core::Rrset rrset(std::initializer_list<const char*> addresses, int ttl = 300) {
  core::Rrset set{std::chrono::seconds{ttl}, {}};
  for (const auto* text : addresses)
    set.records.insert(core::rdata_of(*core::IpAddress::parse(text)));
  return set;
}

class Caller {
 public:
  explicit Caller(core::TsigKey key, core::Server of = {}, const dns::Timings& timings = {})
      : server(std::move(of)),
        key_(std::move(key)),
        client_(
            loop_, [this](const core::ZoneLabel&) { return &key_; },
            [this](core::Event event) { hear(std::move(event)); }, timings) {}

  // Runs the loop until `done`, at most 30 s.
  void wait(const std::function<bool()>& done) {
    uv::Timer limit{loop_, [this] { late_ = true; }};
    limit.set(Clock::now() + std::chrono::seconds{30});
    while (!done() && !late_) loop_.run_once();
    REQUIRE_FALSE(late_);
  }

  core::Reply update(std::vector<core::Change> changes,
                     std::optional<std::chrono::seconds> lease = {}) {
    core::SendUpdate order;
    order.lease = lease;
    order.changes = std::move(changes);
    client_.send(prepare(order));
    wait([&] { return !updates.empty(); });
    return std::exchange(updates, {}).back().reply;
  }

  core::LookedUp look_up(std::vector<core::RrsetKey> keys) {
    core::LookUp order;
    order.keys = std::move(keys);
    client_.look_up(prepare(order));
    wait([&] { return !looks.empty(); });
    return std::exchange(looks, {}).back();
  }

  core::ZoneFound find_zone(std::string_view of) {
    core::FindZone order;
    order.name = name(of);
    client_.find_zone(prepare(order));
    wait([&] { return !zones.empty(); });
    return std::exchange(zones, {}).back();
  }

  // What is at one name, or the outcome as a failed assertion.
  core::Rrset read(const core::RrsetKey& key) {
    const auto looked = look_up({key});
    INFO(looked.reply.detail);
    REQUIRE(looked.reply.outcome == core::Outcome::done);
    return looked.found.at(key);
  }

  template <class Order>
  Order& prepare(Order& order) {
    order.id = ++last_id;
    order.zone = zone;
    order.zone_name = name(zone);
    order.server = server;
    order.transport = transport;
    order.clock = clock;
    return order;
  }

  uv::Loop& loop() { return loop_; }
  dns::Client& client() { return client_; }
  core::TsigKey& key() { return key_; }

  core::Server server;
  core::Transport transport;
  core::ZoneLabel zone = "example.test";
  std::optional<core::ServerClock> clock;
  core::ExchangeId last_id = 0;
  std::vector<core::UpdateAnswered> updates;
  std::vector<core::LookedUp> looks;
  std::vector<core::ZoneFound> zones;
  std::vector<core::SourceBound> sources;
  std::function<void(const core::Event&)> on_event;

 private:
  void hear(core::Event event) {
    if (on_event) on_event(event);
    if (auto* answer = std::get_if<core::UpdateAnswered>(&event)) updates.push_back(*answer);
    if (auto* look = std::get_if<core::LookedUp>(&event)) looks.push_back(*look);
    if (auto* zone_found = std::get_if<core::ZoneFound>(&event)) zones.push_back(*zone_found);
    if (auto* source = std::get_if<core::SourceBound>(&event)) sources.push_back(*source);
  }

  uv::Loop loop_;
  core::TsigKey key_;
  bool late_ = false;
  dns::Client client_;
};

}  // namespace nsfollow::test
