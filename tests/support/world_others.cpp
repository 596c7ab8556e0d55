// SPDX-License-Identifier: MIT
// Those besides the kernel and the name server who know something: gateway, echo services,
// programs.
#include "support/world.h"

namespace nsfollow::test {

using namespace core;

void World::set_outside(const std::string& address) {
  const auto parsed = *IpAddress::parse(address);
  (parsed.family() == Family::ipv4 ? gateway.outside : gateway.outside6) = parsed;
  note_outside();
}

void World::note_outside() {
  if (gateway.outside) outsides_.insert(gateway.outside->to_text());
  if (gateway.outside6) outsides_.insert(gateway.outside6->to_text());
}

void World::stir_gateway(const std::string& address) {
  if (engine_) hear(GatewayStirred{*IpAddress::parse(address)});
}

void World::answer_later(ExchangeId id, Duration after, std::function<Event()> what) {
  asked_.insert(id);
  schedule(after, [this, id, life = life_, what = std::move(what)] {
    if (engine_ && life == life_ && asked_.erase(id) > 0) step(engine_->on(what(), now_));
  });
}

void World::perform(const AskGateway& action) {
  ++gateway_asked;
  const bool speaks = gateway.speaks;
  answer_later(action.id, speaks ? 1ms : 4s, [this, id = action.id, speaks] {
    GatewayTold answer{.id = id,
                       .address = {},
                       .epoch = {},
                       .by = "192.168.1.1 (NAT-PMP)",
                       .why_not = "no answer in 4 s"};
    if (!speaks) return Event{answer};
    answer.epoch = std::chrono::duration_cast<std::chrono::seconds>(now_.time_since_epoch() -
                                                                    gateway.up_since);
    if (gateway.epoch) answer.epoch = gateway.epoch;
    answer.address = gateway.says ? gateway.says : gateway.outside;
    answer.why_not = answer.address ? "" : "it has no public address now";
    return Event{answer};
  });
}

void World::perform(const AskEcho& action) {
  check(action);
  echoes_asked.push_back({now_, action.service.url, action.family});
  const auto& service = echoes[action.service.url];
  answer_later(action.id, service.up ? 50ms : 10s, [this, action, service] {
    EchoTold answer{
        .id = action.id, .address = {}, .why_not = {}, .unwelcome = false, .retry_after = {}};
    if (!service.up) answer.why_not = "no answer in 10 s";
    if (service.ban) {
      spared_[action.service.url].banned_until = now_ + std::min<Duration>(*service.ban, 24h);
      spared_[action.service.url].ban_was_kept = false;
      answer.unwelcome = true;
      answer.retry_after = service.ban;
      answer.why_not = "429";
    }
    const auto& truth = action.family == Family::ipv4 ? gateway.outside : gateway.outside6;
    if (answer.why_not.empty()) answer.address = service.lie ? service.lie : truth;
    if (!answer.address && answer.why_not.empty()) answer.why_not = "could not connect";
    return Event{answer};
  });
}

void World::perform(const RunCommand& action) {
  ++commands_run;
  answer_later(action.id, 5ms, [this, action] {
    CommandTold answer{.id = action.id, .addresses = {}, .why_not = "printed nothing"};
    if (const auto found = commands.find(action.path); found != commands.end())
      answer = {.id = action.id, .addresses = found->second, .why_not = {}};
    return Event{answer};
  });
}

void World::perform(const RunScript& action) {
  scripts_run.push_back({now_, action});
  answer_later(action.id, 20ms, [id = action.id] { return Event{ScriptEnded{id, {}}}; });
}

void World::perform(const FindZone& action) {
  answer_later(action.id, 2 * path.one_way, [this, action] {
    ZoneFound answer{.id = action.id, .reply = {}, .zone = {}};
    answer.reply.outcome = path.black ? Outcome::silent : Outcome::done;
    if (path.black) return Event{answer};
    for (const auto& zone : reverse_zones)
      if (action.name.is_within(zone)) answer.zone = zone;
    return Event{answer};
  });
}

// However the machine, the disk and this program behave, the services are left in peace, and the
// disk knows of a request before it is made.
void World::check(const AskEcho& action) {
  const auto& url = action.service.url;
  auto& spared = spared_[url];
  if (spared.was_asked && now_ - spared.asked_at < policy_.echo.interval)
    violation("I5: asks " + url + " again too soon");
  if (spared.before_that != TimePoint{} && policy_.echo.interval >= 30min &&
      now_ - spared.before_that < 1h)
    violation("I5: asks " + url + " a third time within the hour");
  if (now_ < spared.banned_until) violation("I5: asks " + url + ", which said not now");
  const auto told =
      disk.file ? disk.file->echo_waits.find(url) : std::map<std::string, Duration>::iterator{};
  if (!disk.file || told == disk.file->echo_waits.end() ||
      disk.written_at + told->second < now_ + policy_.echo.interval)
    violation("I5: asks " + url + " before the disk knows");
  spared.before_that = std::exchange(spared.asked_at, now_);
  spared.was_asked = true;
}

}  // namespace nsfollow::test
