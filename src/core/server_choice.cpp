// SPDX-License-Identifier: MIT
#include "core/server_choice.h"
#include <algorithm>
#include <utility>
#include "core/named_server.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {
// A SOA may live for a second or for years; a primary that moved is noticed by its failure, too.
constexpr std::chrono::seconds least_ttl = 60s, most_ttl = 24h;
}  // namespace

ServerChoice::ServerChoice(const Zone& zone)
    : zone_(zone), nobody_{"the primary of " + zone.name.to_text()} {}

const Server& ServerChoice::current() const {
  if (!zone_.servers.empty()) return zone_.servers[index_];
  return found_ ? *found_ : nobody_;
}

bool ServerChoice::move_on() {
  fresh_until_ = {};  // whoever was found is looked for again
  index_ = is_last() ? 0 : index_ + 1;
  return index_ != 0;
}

bool ServerChoice::must_find(TimePoint now) const {
  return zone_.servers.empty() && (!found_ || now >= fresh_until_);
}

bool ServerChoice::take(const PrimaryFound& answer, TimePoint now) {
  fresh_until_ = now + std::clamp(answer.ttl, least_ttl, most_ttl);
  if (!answer.primary) return false;  // the one before may still be the right one
  const auto before = std::exchange(found_, reached_by(zone_.transport, *answer.primary));
  return found_ != before;
}

bool ServerChoice::must_ask_first(Turn& turn) {
  if (index_ == 0 || asking_first_) return false;
  if (ask_first_at_ == TimePoint{})
    ask_first_at_ = turn.now + turn.random.between(zone_.verify * 9 / 10, zone_.verify * 11 / 10);
  return turn.now >= ask_first_at_;
}

void ServerChoice::ask_first(Order order, Turn& turn) {
  order.server = zone_.servers.front();
  order.clock = turn.servers.of(order.server).clock;
  asking_first_ = order.id;
  turn.actions.emplace_back(LookUp{std::move(order), {{zone_.name, RrType::soa}}});
}

bool ServerChoice::take(const LookedUp& answer, Turn& turn) {
  asking_first_.reset();
  ask_first_at_ = {};
  if (answer.reply.outcome == Outcome::bad_time && answer.reply.clock) {
    auto& clock = turn.servers.of(zone_.servers.front()).clock;
    if (!clock) ask_first_at_ = turn.now;  // once more, by its own time
    clock = answer.reply.clock->server;
  }
  if (answer.reply.outcome != Outcome::done || index_ == 0) return false;
  index_ = 0;
  return true;
}

std::optional<TimePoint> ServerChoice::next_question() const {
  if (index_ == 0 || asking_first_) return std::nullopt;
  return ask_first_at_;
}

}  // namespace nsfollow::core
