// SPDX-License-Identifier: MIT
#include "core/zone_sync.h"
#include <algorithm>
#include <utility>
#include "core/changes.h"
#include "core/words.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {

// A copy of an UPDATE is accepted until its fudge is over (RFC 8945 5.2.3); then some slack for
// clocks that differ and a copy that travels.
constexpr Duration after_fudge = 75s;

// A copy that the path held back for a moment is found soon.
constexpr Duration soon_after = 10s;

// From the second failure on, changes go one by one, so that it shows which guard is wrong.
constexpr unsigned failures_of_many = 2;

// Two looks that each find other records than the guard are a race; more are a fight.
constexpr unsigned most_guard_failures = 3;

// What to ask for.  What was published and is not wished for at the moment is asked for as well,
// so that it is not taken for granted when the wish comes back.
std::vector<RrsetKey> keys_of(const WishPicture& wanted, const RecordPicture& published) {
  std::vector<RrsetKey> keys;
  for (const auto& [key, wish] : wanted) keys.push_back(key);
  for (const auto& [key, rrset] : published)
    if (!wanted.contains(key)) keys.push_back(key);
  return keys;
}

// RFC 1035 3.3.13: two names, then five numbers, of which the serial is the first.
std::optional<std::uint32_t> serial_of(const RecordPicture& found, const DnsName& zone) {
  constexpr std::size_t numbers = 20;
  const auto soa = found.find({zone, RrType::soa});
  if (soa == found.end() || soa->second.records.size() != 1) return std::nullopt;
  const auto& rdata = *soa->second.records.begin();
  if (rdata.size() < numbers) return std::nullopt;
  std::uint32_t serial = 0;
  for (std::size_t i = rdata.size() - numbers; i < rdata.size() - numbers + 4; ++i)
    serial = serial << 8U | static_cast<std::uint8_t>(rdata[i]);
  return serial;
}

}  // namespace

ZoneSync::ZoneSync(const Zone& zone, RecordPicture remembered, TimePoint now)
    : zone_(zone), remembered_(std::move(remembered)) {
  // The run before this one may have sent something shortly before it ended.
  if (!remembered_.empty()) replay_over_ = now + zone_.fudge + after_fudge;
}

void ZoneSync::step(const WishPicture& wanted, Turn& turn) {
  if (under_way_) return;
  has_wishes_ = !wanted.empty();
  is_held_back_ = false;
  const bool looking = must_look(wanted, turn.now);
  auto changes = looking ? std::vector<Change>{} : needed(wanted);
  nothing_to_do_ = !looking && changes.empty();
  if (nothing_to_do_) return all_is_well(turn);
  if (turn.now < not_before_) return;
  if (looking) return ask(Step::look, keys_of(wanted, published_), {}, turn.now, turn);
  pending_.clear();
  for (const auto& change : changes) pending_.push_back(change.key);
  changes = refusals_.sendable(std::move(changes), turn.now);
  is_held_back_ = changes.empty();
  if (is_held_back_) return;
  if (guard_failures_ >= failures_of_many) changes.resize(1);
  update(first_message(std::move(changes)), turn);
}

bool ZoneSync::must_look(const WishPicture& wanted, TimePoint now) const {
  if (wanted.empty()) return false;
  if (doubtful_ || now >= look_at_) return true;
  return std::ranges::any_of(wanted, [&](const auto& w) { return !published_.contains(w.first); });
}

std::vector<Change> ZoneSync::needed(const WishPicture& wishes) {
  const auto wanted = goals(wishes, published_);
  if (std::exchange(force_all_, false))
    for (const auto& [key, rrset] : wanted) forced_.insert(key);
  auto changes = difference(published_, wanted);
  std::erase_if(changes, [&](const Change& change) {
    const auto insisted = own_ttl_.find(change.key);
    return insisted != own_ttl_.end() && insisted->second == change.from.ttl &&
           change.from.records == change.to.records;
  });
  for (const auto& [key, rrset] : wanted)
    if (forced_.contains(key) && std::ranges::count(changes, key, &Change::key) == 0)
      changes.push_back({key, published_.at(key), rrset});
  return changes;
}

Exchange ZoneSync::exchange(Turn& turn) const {
  return {.id = ++turn.last_id,
          .zone = zone_.key_label(),
          .zone_name = zone_.name,
          .server = server(),
          .fudge = zone_.fudge,
          .clock = turn.servers.of(server()).clock};
}

void ZoneSync::ask(Step step, std::vector<RrsetKey> keys, std::vector<Change> changes,
                   TimePoint began, Turn& turn) {
  LookUp action{exchange(turn), std::move(keys)};
  under_way_ = UnderWay{action.id, step, began, std::move(changes)};
  turn.actions.emplace_back(std::move(action));
}

void ZoneSync::update(std::vector<Change> changes, Turn& turn) {
  auto& rate = turn.servers.of(server()).rate;
  if (!rate.take(turn.now)) {
    not_before_ = rate.next(turn.now);
    if (!std::exchange(rate_limited_, true))
      say(log::Level::info,
          describe(server()) + " has had all the updates that are good for it; the next one in " +
              words::duration(not_before_ - turn.now),
          turn);
    return;
  }
  rate_limited_ = false;
  for (const auto& change : changes) forced_.erase(change.key);
  SendUpdate action{exchange(turn), changes};
  updated_at_ = turn.now;
  replay_over_ = turn.now + zone_.fudge + after_fudge;
  look_at_ = std::min(look_at_, turn.now + soon_after);
  under_way_ = UnderWay{action.id, Step::update, turn.now, std::move(changes)};
  turn.actions.emplace_back(std::move(action));
}

void ZoneSync::answered(const UpdateAnswered& answer, Turn& turn) {
  auto done = *std::exchange(under_way_, std::nullopt);
  read_clock(answer.reply, turn);
  if (answer.reply.outcome != Outcome::done) return fail(done, answer.reply, turn);
  answered_at_ = turn.now;
  // Accepted is not published: ask.
  std::vector<RrsetKey> keys;
  for (const auto& change : done.changes) keys.push_back(change.key);
  if (turn.wants_serials) keys.push_back({zone_.name, RrType::soa});
  ask(Step::confirm, std::move(keys), std::move(done.changes), done.began, turn);
}

void ZoneSync::answered(const LookedUp& answer, Turn& turn) {
  const auto done = *std::exchange(under_way_, std::nullopt);
  read_clock(answer.reply, turn);
  if (answer.reply.outcome != Outcome::done) return fail(done, answer.reply, turn);
  answered_at_ = turn.now;
  if (done.step == Step::confirm) return conclude(done, answer, turn);
  learn(answer, turn);
}

// Where the name does not exist, a wildcard answers for it.  No prerequisite matches that
// (RFC 2136 3.2), so a guard that failed alone, and is found again word for word, was one.
Rrset ZoneSync::without_wildcard(const RrsetKey& key, const Rrset& found) {
  if (disputed_ && disputed_->key == key) {
    if (disputed_->from.empty()) from_a_wildcard_.erase(key);  // so it does exist
    if (!disputed_->from.empty() && disputed_->from == found) from_a_wildcard_[key] = found;
  }
  const auto known = from_a_wildcard_.find(key);
  return known != from_a_wildcard_.end() && known->second == found ? Rrset{} : found;
}

void ZoneSync::believe(const RrsetKey& key, const Rrset& found, Turn& turn) {
  published_[key] = found;
  auto& known = remembered_[key];
  turn.must_save = turn.must_save || known != found;
  known = found;
}

void ZoneSync::learn(const LookedUp& answer, Turn& turn) {
  const auto unconfirmed = std::exchange(unconfirmed_, {});
  for (const auto& change : unconfirmed.changes) {
    const auto found = answer.found.find(change.key);  // it landed although nobody could say so
    if (found != answer.found.end() && found->second.records == change.to.records)
      published(change, turn.now - unconfirmed.began, {}, turn);
  }
  for (const auto& [key, answered] : answer.found) {
    const auto found = without_wildcard(key, answered);
    const auto known = published_.find(key);
    if (known != published_.end() && known->second.records != found.records)
      say(log::Level::warning, words::drifted({key, found, known->second}, server()), turn);
    believe(key, found, turn);
  }
  disputed_.reset();
  doubtful_ = false;
  look_at_ = turn.now + turn.random.between(zone_.verify * 9 / 10, zone_.verify * 11 / 10);
  if (replay_over_ > turn.now) look_at_ = std::min(look_at_, replay_over_);
}

void ZoneSync::published(const Change& change, Duration took, std::optional<std::uint32_t> serial,
                         Turn& turn) {
  say(log::Level::notice, words::published(change, server(), took), turn);
  confirmed_at_[change.key] = turn.now;
  turn.published.push_back({zone_.label(), change.key, change.from, change.to, server(), serial});
}

void ZoneSync::conclude(const UnderWay& done, const LookedUp& answer, Turn& turn) {
  guard_failures_ = bad_times_ = 0;
  const auto serial = serial_of(answer.found, zone_.name);
  std::vector<Change> ignored;
  for (const auto& change : done.changes) {
    const auto& answered = answer.found.at(change.key);
    if (change.to.empty() && !answered.empty() && answered != change.from)
      from_a_wildcard_[change.key] = answered;  // it comes to light where our own has gone
    const auto found = without_wildcard(change.key, answered);
    believe(change.key, found, turn);
    if (found.records != change.to.records) {
      ignored.push_back(change);
      continue;
    }
    refusals_.accepted(change.key);
    if (found.ttl != change.to.ttl) own_ttl_[change.key] = found.ttl;
    published(change, turn.now - done.began, serial, turn);
  }
  for (const auto& change : ignored) {
    Reply reply = answer.reply;
    reply.outcome = Outcome::ignored;
    reply.detail = words::ignored(change, answer.found.at(change.key)) +
                   (reply.detail.empty() ? "" : "; " + reply.detail);
    refuse(change, reply, turn);
  }
}

// The server does not want this change; the others shall not suffer for it.
void ZoneSync::refuse(const Change& change, const Reply& reply, Turn& turn) {
  if (server_ + 1 < zone_.servers.size()) {  // the next server may think otherwise
    UnderWay one;
    one.changes = {change};
    return pause(one, reply, turn);
  }
  const auto pause = backoff_.after_refusal(turn.random);
  const auto doing = words::confirming(zone_.name, {change});
  const bool is_new = refusals_.refused(change.key, turn.now + pause);
  if (refusals_.is_hopeless()) refusals_.hold_back(pending_, turn.now + pause);
  trouble_text_ = words::trouble(doing, server(), reply);
  const bool begins = trouble_.note(server(), reply.outcome, turn.now);
  if (begins) turn.troubles[zone_.label()] = trouble_text_;
  say(is_new || begins ? log::Level::error : log::Level::debug,
      words::failed(doing, server(), reply, pause), turn);
  server_ = 0;
}

// It may have been applied all the same, so these RRsets are unknown now.
void ZoneSync::doubt(const UnderWay& failed) {
  doubtful_ = true;
  for (const auto& change : failed.changes) published_.erase(change.key);
  if (!failed.changes.empty()) unconfirmed_ = failed;
}

void ZoneSync::fail(const UnderWay& failed, const Reply& reply, Turn& turn) {
  doubt(failed);
  // An update that was said no to has not landed; a question that was says nothing of it.
  if (!failed.changes.empty() && needs_a_person(reply.outcome)) unconfirmed_ = {};
  disputed_.reset();
  if (reply.outcome == Outcome::guard_failed && failed.changes.size() == 1)
    disputed_ = failed.changes.front();
  if (is_worth_a_retry_at_once(reply, turn)) return;
  const bool was_refused = !failed.changes.empty() && needs_a_person(reply.outcome);
  if (!was_refused || server_ + 1 < zone_.servers.size()) return pause(failed, reply, turn);
  if (failed.changes.size() == 1) return refuse(failed.changes.front(), reply, turn);
  refusals_.split();
  say(log::Level::info,
      words::trouble(words::confirming(zone_.name, failed.changes), server(), reply) +
          "; trying them one by one",
      turn);
}

bool ZoneSync::is_worth_a_retry_at_once(const Reply& reply, Turn& turn) {
  if (reply.outcome == Outcome::guard_failed) {
    if (++guard_failures_ > most_guard_failures) return false;
    say(log::Level::info,
        describe(server()) + " holds other records in " + zone_.name.to_text() +
            " than the update expected; looking again",
        turn);
    return true;
  }
  if (reply.outcome != Outcome::bad_time || !reply.clock) return false;
  auto& clock = turn.servers.of(server()).clock;
  if (!clock) say(log::Level::warning, words::clock_differs(server(), *reply.clock), turn);
  clock = reply.clock->server;
  return ++bad_times_ == 1;
}

void ZoneSync::pause(const UnderWay& failed, const Reply& reply, Turn& turn) {
  guard_failures_ = bad_times_ = 0;
  const Server asked = server();
  server_ = (server_ + 1) % zone_.servers.size();
  std::optional<Duration> next_try;  // at once: the next server has not been asked yet
  const bool hopeless = needs_a_person(reply.outcome);
  if (server_ == 0) {
    next_try = hopeless ? backoff_.after_refusal(turn.random)
                        : backoff_.after_outage(failed.began, turn.now, turn.random);
    not_before_ = turn.now + *next_try;
  }
  const bool is_new = trouble_.note(asked, reply.outcome, turn.now);
  const auto doing = failed.changes.empty() ? words::asking(zone_.name)
                                            : words::confirming(zone_.name, failed.changes);
  const auto level = hopeless ? log::Level::error : log::Level::warning;
  say(is_new ? level : log::Level::debug, words::failed(doing, asked, reply, next_try), turn);
  trouble_text_ = words::trouble(doing, asked, reply);
  if (is_new) turn.troubles[zone_.label()] = trouble_text_;
}

void ZoneSync::all_is_well(Turn& turn) {
  guard_failures_ = bad_times_ = 0;
  disputed_.reset();
  refusals_ = {};
  backoff_.succeeded();
  if (!has_wishes_) return;  // nothing was asked, so nothing is known to be well
  if (const auto text = trouble_.end(server(), turn.now)) say(log::Level::notice, *text, turn);
}

void ZoneSync::read_clock(const Reply& reply, Turn& turn) {
  if (!reply.clock || reply.outcome == Outcome::bad_time) return;
  auto& clock = turn.servers.of(server()).clock;
  if (!clock) return;
  const auto apart = std::chrono::abs(reply.clock->server.time - reply.clock->local);
  if (apart >= std::clamp<std::chrono::seconds>(zone_.fudge / 2, 1s, 60s)) return;
  clock.reset();
  say(log::Level::info, "this clock agrees with " + describe(server()) + " again; signing with it",
      turn);
}

void ZoneSync::bound(const SourceBound& event) {
  if (under_way_) under_way_->source = event.source;
}

void ZoneSync::world_changed(const Seen& seen, Turn& turn) {
  // Where a person must act, another address or route is no reason to ask more often.
  if (!trouble_.last() || !needs_a_person(*trouble_.last())) retry_now(turn.now);
  if (!under_way_ || !under_way_->source || seen.has_address(*under_way_->source)) return;
  const auto lost = *std::exchange(under_way_, std::nullopt);
  turn.actions.emplace_back(Abandon{lost.id});
  doubt(lost);
  say(log::Level::info,
      lost.source->to_text() + " has gone, and with it the answer of " + describe(server()) +
          "; asking again",
      turn);
}

void ZoneSync::retry_now(TimePoint now) {
  not_before_ = std::min(not_before_, now);
  refusals_.retry_now(now);
}

std::optional<TimePoint> ZoneSync::next_wakeup() const {
  if (under_way_ || !has_wishes_) return std::nullopt;
  if (is_held_back_) return std::min(look_at_, refusals_.next(pending_).value_or(look_at_));
  return nothing_to_do_ ? look_at_ : not_before_;
}

std::optional<TimePoint> ZoneSync::confirmed_at(const RrsetKey& key) const {
  const auto found = confirmed_at_.find(key);
  return found == confirmed_at_.end() ? std::nullopt : std::optional{found->second};
}

bool ZoneSync::is_at_rest(TimePoint now) const {
  return !under_way_ && (nothing_to_do_ || is_held_back_ || now < not_before_);
}

void ZoneSync::say(log::Level level, std::string text, Turn& turn) const {
  turn.actions.emplace_back(Say{level, std::move(text)});
}

}  // namespace nsfollow::core
