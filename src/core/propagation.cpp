// SPDX-License-Identifier: MIT
#include "core/propagation.h"
#include <algorithm>
#include <utility>
#include "core/named_server.h"
#include "core/words.h"

namespace nsfollow::core {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_servers = 13;  // as many as the root has
constexpr std::size_t most_keys = 8;      // the serial speaks for the others

// A third of the time since the change, so that the lag is known to about that much.
constexpr Duration shortest_pause = 200ms, longest_pause = 5min;
constexpr Duration longest = 1h;
// In a row, each pause as long as all before it: half a minute where they fail at once, and a
// quarter of an hour where nobody answers.
constexpr unsigned most_failures = 8;

// What of `shown` the answer does not show; empty when it shows all.
std::string missing(const RecordPicture& shown, const RecordPicture& found) {
  for (const auto& [key, rrset] : shown) {
    const auto held = found.find(key);
    // A wildcard may answer for what was withdrawn (RFC 4592): there the serial alone tells.
    if (rrset.empty() || held == found.end() || held->second.records == rrset.records) continue;
    return describe(key) + " is " + describe(key.type, held->second) + " there";
  }
  return {};
}

}  // namespace

bool Propagation::Followed::is_over() const {
  if (is_learning) return primary.is_given_up;
  return std::ranges::all_of(
      servers, [](const NameServer& server) { return server.since || server.is_given_up; });
}

bool Propagation::Followed::is_everywhere() const {
  return !is_learning && !servers.empty() &&
         std::ranges::all_of(servers, [](const NameServer& s) { return s.since.has_value(); });
}

bool Propagation::Followed::has_hidden_primary() const {
  return !is_learning && std::ranges::none_of(servers, [&](const NameServer& server) {
    return server.server.host == primary.server.host || server.peer == primary.peer;
  });
}

std::optional<Duration> Propagation::Followed::lag(const NameServer& of) const {
  if (!is_change || !of.since) return std::nullopt;
  return *of.since - changed_at;
}

void Propagation::published(const Publication& publication, const DnsName& zone, Turn& turn) {
  if (mode_ == Mode::off) return;
  auto& followed = zones_[publication.zone];
  if (followed.changed_at != turn.now) {
    if (followed.is_everywhere()) followed.shown.clear();
    begin(followed, zone, publication.server, turn);
    followed.is_change = true;
  }
  if (followed.shown.size() < most_keys || followed.shown.contains(publication.key))
    followed.shown[publication.key] = publication.to;
}

void Propagation::is_right(const Zone& zone, const Server& primary, const RecordPicture& published,
                           Turn& turn) {
  if (mode_ != Mode::all || published.empty() || zones_.contains(zone.label())) return;
  auto& followed = zones_[zone.label()];
  begin(followed, zone.name, primary, turn);
  for (const auto& entry : published)
    if (followed.shown.size() < most_keys) followed.shown.insert(entry);
}

// Anew from the primary on: the zone's NS records may be what has changed.
void Propagation::begin(Followed& zone, const DnsName& name, const Server& primary, Turn& turn) {
  const auto forget = [&](const NameServer& server) {
    if (server.id != 0) turn.actions.emplace_back(Abandon{server.id});
  };
  forget(zone.primary);
  std::ranges::for_each(zone.servers, forget);
  zone.changed_at = turn.now;
  zone.name = name;
  zone.primary = NameServer{};
  zone.primary.server = primary;
  zone.is_learning = true;
  zone.why_not.clear();
  zone.servers.clear();
  zone.serial.reset();
}

void Propagation::step(Turn& turn) {
  const auto is_due = [&](const NameServer& server) {
    return server.id == 0 && !server.since && !server.is_given_up && server.due <= turn.now;
  };
  for (auto& [label, zone] : zones_) {
    const RrsetKey soa{zone.name, RrType::soa};
    if (zone.is_learning) {
      if (is_due(zone.primary)) ask(zone.primary, {soa, {zone.name, RrType::ns}}, turn);
      continue;
    }
    std::vector<RrsetKey> keys{soa};
    for (const auto& [key, rrset] : zone.shown) keys.push_back(key);
    for (auto& server : zone.servers)
      if (is_due(server)) ask(server, keys, turn);
  }
}

void Propagation::ask(NameServer& whom, std::vector<RrsetKey> keys, Turn& turn) {
  whom.id = ++turn.last_id;
  turn.actions.emplace_back(AskNameServer{whom.id, whom.server, std::move(keys)});
}

void Propagation::told(const NameServerTold& answer, Turn& turn) {
  for (auto& [label, zone] : zones_) {
    if (zone.is_learning && zone.primary.id == answer.id) return learned(zone, answer, turn);
    for (auto& server : zone.servers)
      if (server.id == answer.id) return heard(zone, server, answer, turn);
  }
}

void Propagation::learned(Followed& zone, const NameServerTold& answer, Turn& turn) {
  zone.primary.id = 0;
  zone.primary.peer = answer.reply.peer;
  if (answer.reply.outcome != Outcome::done) {
    ++zone.primary.failures;
    ask_later(zone, zone.primary, turn);
    zone.why_not = describe(zone.primary.server) +
                   " does not tell the name servers of the zone: " + answer.reply.detail;
    return;
  }
  zone.is_learning = false;
  zone.serial = serial_in(answer.found.at({zone.name, RrType::soa}));
  for (const auto& rdata : answer.found.at({zone.name, RrType::ns}).records) {
    const auto server = server_in(rdata);
    if (!server || zone.servers.size() == most_servers) continue;
    zone.servers.emplace_back().server = *server;
  }
  zone.why_not = zone.servers.empty()
                     ? describe(zone.primary.server) + " names no name servers of the zone"
                     : "";
}

void Propagation::heard(Followed& zone, NameServer& from, const NameServerTold& answer,
                        Turn& turn) {
  from.id = 0;
  if (!answer.reply.peer.empty()) from.peer = answer.reply.peer;
  if (answer.reply.outcome != Outcome::done) {
    ++from.failures;
    from.lacks = answer.reply.detail;
    return ask_later(zone, from, turn);
  }
  from.failures = 0;
  const auto serial = serial_in(answer.found.at({zone.name, RrType::soa}));
  const bool is_old = zone.serial && (!serial || is_older(*serial, *zone.serial));
  from.lacks = missing(zone.shown, answer.found);
  if (is_old && from.lacks.empty())
    from.lacks = serial ? "its serial is " + std::to_string(*serial) + ", the primary's " +
                              std::to_string(*zone.serial)
                        : "it does not have the zone";
  if (!from.lacks.empty()) return ask_later(zone, from, turn);
  from.since = turn.now;
  if (!zone.is_change || !zone.is_everywhere()) return;
  const auto count = zone.servers.size();
  const auto who =
      count == 1 ? "the only name server" : "all " + std::to_string(count) + " name servers";
  turn.say(log::Level::info, who + " of " + zone.name.to_text() +
                                 (count == 1 ? " serves" : " serve") + " it (after " +
                                 lag_text(turn.now - zone.changed_at) + ")");
}

void Propagation::ask_later(const Followed& zone, NameServer& whom, Turn& turn) {
  const auto past = turn.now - zone.changed_at;
  whom.is_given_up = past >= longest || whom.failures >= most_failures;
  const auto pause =
      std::clamp<Duration>(whom.failures == 0 ? past / 3 : past, shortest_pause, longest_pause);
  whom.due = turn.now + turn.random.between(pause * 3 / 4, pause * 5 / 4);
  if (!whom.is_given_up || &whom == &zone.primary) return;
  turn.say(whom.failures == 0 ? log::Level::warning : log::Level::info,
           describe(whom.server) + " does not show what has changed in " + zone.name.to_text() +
               ": " + whom.lacks + "; it is not asked any more until the next change");
}

std::optional<TimePoint> Propagation::next_wakeup() const {
  std::optional<TimePoint> next;
  const auto take = [&](const NameServer& server) {
    if (server.id != 0 || server.since || server.is_given_up) return;
    next = std::min(next.value_or(server.due), server.due);
  };
  for (const auto& [label, zone] : zones_) {
    if (zone.is_learning) take(zone.primary);
    for (const auto& server : zone.servers) take(server);
  }
  return next;
}

const Propagation::Followed* Propagation::of(const ZoneLabel& zone) const {
  const auto found = zones_.find(zone);
  return found == zones_.end() ? nullptr : &found->second;
}

std::string lag_text(Duration lag) {
  const auto tenths = std::chrono::round<std::chrono::milliseconds>(lag).count() / 100;
  if (lag < 1s || lag >= 10s) return words::duration(lag);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

}  // namespace nsfollow::core
