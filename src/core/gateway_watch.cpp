// SPDX-License-Identifier: MIT
#include "core/gateway_watch.h"
#include <algorithm>
#include <utility>
#include "core/special_purpose.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {

constexpr Duration between_looks = 10min;  // although nothing was announced
constexpr Duration least_pause = 1s;       // whatever is announced
constexpr Duration after_restart = 10s;    // a gateway that has just come up learns its address
constexpr Duration restarts_apart = 1h;    // sooner again, and its count is no clock

// One answer that is missing tells nothing; what was told before stands until it is certain.
constexpr unsigned failures_that_count = 3;

Duration pause_after(unsigned failures) {
  Duration pause = 10s;
  for (unsigned i = 1; i < failures && pause < 15min; ++i) pause *= 2;
  return std::min<Duration>(pause, 15min);
}

}  // namespace

void GatewayWatch::follow(const std::set<Vantage>& needed, const Seen& seen, Turn& turn) {
  std::map<Vantage, Gateway> now;
  for (const auto& vantage : needed) {
    const auto uplink = find_uplink(seen, vantage);
    if (!uplink || !uplink->gateway) continue;
    const auto known = gateways_.find(vantage);
    if (known != gateways_.end() && known->second.uplink == *uplink)
      now.insert(gateways_.extract(known));
    else
      now.emplace(vantage, Gateway{.uplink = *uplink, .ask_at = turn.now});
  }
  // What is left matters no more, or is another gateway by now.
  for (const auto& [vantage, gateway] : gateways_)
    if (gateway.asking) turn.actions.emplace_back(Abandon{*gateway.asking});
  gateways_ = std::move(now);
}

bool GatewayWatch::told(const GatewayTold& answer, Turn& turn) {
  for (auto& [vantage, gateway] : gateways_) {
    if (gateway.asking != answer.id) continue;
    gateway.asking.reset();
    if (answer.address)
      learn(gateway, answer, turn);
    else
      fail(gateway, answer, turn);
    if (std::exchange(gateway.ask_again, false)) ask_soon(gateway, turn.now);
    return true;
  }
  return false;
}

void GatewayWatch::learn(Gateway& gateway, const GatewayTold& answer, Turn& turn) {
  gateway.failures = 0;
  const auto purpose = special_purpose(*answer.address);
  if (!purpose.text.empty() && gateway.told.addresses != std::vector{*answer.address})
    turn.say(log::Level::info, "gateway " + answer.by + " says that its public address is " +
                                   answer.address->to_text() + " (" + std::string{purpose.text} +
                                   ')');
  gateway.told = {.addresses = std::vector{*answer.address},
                  .is_coming = false,
                  .by = "gateway " + answer.by,
                  .why_not = {}};
  gateway.ask_at = turn.now + turn.random.between(between_looks, between_looks * 11 / 10);
  read_epoch(gateway, answer, turn);
}

void GatewayWatch::fail(Gateway& gateway, const GatewayTold& answer, Turn& turn) {
  ++gateway.failures;
  const auto pause = pause_after(gateway.failures);
  gateway.ask_at = turn.now + turn.random.between(pause, pause * 11 / 10);
  if (gateway.told.addresses && gateway.failures < failures_that_count) return;
  gateway.told = {.addresses = {}, .is_coming = false, .by = {}, .why_not = answer.why_not};
}

// RFC 6886 3.6 and RFC 6887 8.5: a count that runs behind our own clock by more than an eighth
// and two seconds began anew.
void GatewayWatch::read_epoch(Gateway& gateway, const GatewayTold& answer, Turn& turn) {
  if (!answer.epoch) return;
  const auto before = std::exchange(gateway.epoch, Gateway::Epoch{*answer.epoch, turn.now});
  if (!before) return;
  const Duration expected = before->told + (turn.now - before->at) * 7 / 8;
  if (Duration{*answer.epoch} + 2s >= expected) return;
  const auto last_time = std::exchange(gateway.restarted_at, turn.now);
  if (last_time && turn.now - *last_time < restarts_apart) return;
  turn.say(log::Level::info,
           "gateway " + answer.by + " has been restarted; asking it again in 10 s");
  gateway.ask_at = turn.now + after_restart;
}

void GatewayWatch::ask_soon(Gateway& gateway, TimePoint now) {
  gateway.ask_at = std::min(gateway.ask_at, std::max(now, gateway.asked_at + least_pause));
}

void GatewayWatch::stirred(const GatewayStirred& hint, TimePoint now) {
  for (auto& [vantage, gateway] : gateways_) {
    if (gateway.uplink.gateway != hint.gateway) continue;
    gateway.ask_again = gateway.asking.has_value();
    if (!gateway.asking) ask_soon(gateway, now);
  }
}

void GatewayWatch::look_now(TimePoint now) {
  for (auto& [vantage, gateway] : gateways_) {
    gateway.ask_again = gateway.asking.has_value();
    if (!gateway.asking) ask_soon(gateway, now);
  }
}

void GatewayWatch::step(Turn& turn) {
  for (auto& [vantage, gateway] : gateways_) {
    if (gateway.asking || turn.now < gateway.ask_at) continue;
    gateway.asking = ++turn.last_id;
    gateway.asked_at = turn.now;
    turn.actions.emplace_back(
        AskGateway{*gateway.asking, *gateway.uplink.gateway, gateway.uplink.interface});
  }
}

std::map<Vantage, Told> GatewayWatch::told() const {
  std::map<Vantage, Told> all;
  for (const auto& [vantage, gateway] : gateways_) all.emplace(vantage, gateway.told);
  return all;
}

std::optional<TimePoint> GatewayWatch::next_wakeup() const {
  std::optional<TimePoint> next;
  for (const auto& [vantage, gateway] : gateways_)
    if (!gateway.asking) next = std::min(next.value_or(gateway.ask_at), gateway.ask_at);
  return next;
}

bool GatewayWatch::is_asking() const {
  return std::ranges::any_of(gateways_, [](const auto& g) { return g.second.asking.has_value(); });
}

}  // namespace nsfollow::core
