// SPDX-License-Identifier: MIT
// Those besides the kernel and the name server who know something: gateway, echo services,
// programs.
#include "support/world.h"

namespace nsfollow::test {

using namespace core;

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
    answer.address = gateway.outside;
    answer.why_not = gateway.outside ? "" : "it has no public address now";
    return Event{answer};
  });
}

void World::perform(const AskEcho& action) {
  echoes_asked.push_back({now_, action.service.url, action.family});
  const auto& service = echoes[action.service.url];
  answer_later(action.id, service.up ? 50ms : 10s, [this, action, service] {
    EchoTold answer{
        .id = action.id, .address = {}, .why_not = {}, .unwelcome = false, .retry_after = {}};
    if (!service.up) answer.why_not = "no answer in 10 s";
    if (service.ban) {
      answer.unwelcome = true;
      answer.retry_after = service.ban;
      answer.why_not = "429";
    }
    if (answer.why_not.empty()) answer.address = service.lie ? service.lie : gateway.outside;
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
    answer.reply.outcome = Outcome::done;
    for (const auto& zone : reverse_zones)
      if (action.name.is_within(zone)) answer.zone = zone;
    return Event{answer};
  });
}

}  // namespace nsfollow::test
