// SPDX-License-Identifier: MIT
// Those besides the kernel and the name server who know something: gateway, echo services,
// programs.
#include "core/rdata_words.h"
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

void World::perform(const FindPrimary& action) {
  answer_later(action.id, 2 * path.one_way, [this, action] {
    PrimaryFound answer{.id = action.id, .primary = primary, .ttl = primary_ttl, .why_not = {}};
    if (!primary) answer.why_not = "no answer from the resolver";
    return Event{answer};
  });
}

void World::perform(const AskNameServer& action) {
  check(action);
  name_servers_asked.push_back({now_, action});
  const auto secondary = secondaries.find(action.server);
  const bool speaks =
      !path.black && (secondary == secondaries.end() ? server.up : secondary->second.up);
  answer_later(action.id, speaks ? 2 * path.one_way : 3s, [this, action, speaks] {
    NameServerTold answer{.id = action.id, .reply = {}, .found = {}};
    answer.reply.detail = "no answer in 3 s";
    if (!speaks) return Event{answer};
    answer.reply = {
        .outcome = Outcome::done, .detail = {}, .peer = action.server.host, .clock = {}};
    for (const auto& key : action.keys) answer.found[key] = answer_of(action.server, key);
    return Event{answer};
  });
}

Rrset World::answer_of(const Server& to, const RrsetKey& key) {
  if (versions_.empty()) versions_.emplace_back(TimePoint{}, RecordPicture{});
  if (versions_.back().second != server.zone) versions_.emplace_back(now_, server.zone);
  const auto secondary = secondaries.find(to);
  auto version = std::prev(versions_.end());
  if (secondary != secondaries.end())
    while (version != versions_.begin() && version->first > now_ - secondary->second.lag) --version;
  if (key.type == RrType::ns) {
    Rrset names{1h, {}};
    for (const auto& [other, state] : secondaries)
      names.records.insert(*parse_wire_name(other.host));
    if (!is_hidden_primary) names.records.insert(*parse_wire_name("ns1"));
    return names;
  }
  if (key.type == RrType::soa) {
    Rdata rdata = *parse_wire_name("ns1") + *parse_wire_name("admin");
    put_number(rdata, static_cast<std::size_t>(version - versions_.begin()), 4);
    return {1h, {rdata + std::string(16, '\0')}};
  }
  const auto held = version->second.find(key);
  return held == version->second.end() ? Rrset{} : held->second;
}

// Whatever happens, name servers are asked a handful of questions for each change.
void World::check(const AskNameServer& action) {
  if (action.keys.size() > 9) violation("I20: asks " + action.server.host + " too much at once");
  const auto zones = policy_.zones.size() + reverse_zones.size();
  if (++asked_since_[action.server] > 60 * zones)
    violation("I20: asks " + action.server.host + " for ever");
  std::set<Server> primaries;
  for (const auto& zone : policy_.zones) primaries.insert(zone.servers.begin(), zone.servers.end());
  if (asked_since_.size() > 13 + std::max<std::size_t>(primaries.size(), 1))
    violation("I20: asks too many name servers");
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
