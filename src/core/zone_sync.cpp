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

// What to ask for.  What was published and is not wished for at the moment is asked for as well,
// so that it is not taken for granted when the wish comes back.
std::vector<RrsetKey> keys_of(const WishPicture& wanted, const RecordPicture& published) {
  std::vector<RrsetKey> keys;
  for (const auto& [key, wish] : wanted) keys.push_back(key);
  for (const auto& [key, rrset] : published)
    if (!wanted.contains(key)) keys.push_back(key);
  return keys;
}

}  // namespace

ZoneSync::ZoneSync(const Zone& zone, RecordPicture remembered, TimePoint now)
    : zone_(zone), holdings_(std::move(remembered)), choice_(zone) {
  // The run before this one may have sent something shortly before it ended.
  if (!holdings_.remembered().empty()) replay_over_ = now + zone_.fudge + after_fudge;
}

void ZoneSync::step(const WishPicture& wanted, Turn& turn) {
  has_wishes_ = !wanted.empty();
  if (has_wishes_ && choice_.must_ask_first(turn)) choice_.ask_first(order(turn), turn);
  if (under_way_) return;
  if (unseen_) return read_back_again(turn);
  if (clock_search_) return search_clock(turn);
  is_held_back_ = false;
  shared_.clear();
  for (const auto& [key, wish] : wanted)
    if (wish.beside_others) shared_.insert(key);
  if (zone_.lease)
    for (const auto& key : leases_.due(wanted, turn.now)) forced_.insert(key);
  unreadable_.expire(turn.now);
  pending_.clear();
  const bool looking = must_look(wanted, turn.now);
  auto changes = looking ? std::vector<Change>{} : needed(wanted);
  nothing_to_do_ = !looking && changes.empty() && !unreadable_.is_any_of(wanted);
  if (!looking) tell_of_the_last_run(wanted, turn);
  if (nothing_to_do_) return all_is_well(turn);
  if (turn.now < not_before_) return;
  if (looking) return look(wanted, turn);
  leave_aliases(changes, turn);
  for (const auto& change : changes) pending_.push_back(change.key);
  changes = refusals_.sendable(std::move(changes), turn.now);
  is_held_back_ = changes.empty();
  if (is_held_back_) return outage_ended();
  if (guard_failures_ >= failures_of_many) changes.resize(1);
  update(first_message(std::move(changes)), turn);
}

void ZoneSync::look(const WishPicture& wanted, Turn& turn) {
  if (choice_.must_find(turn.now)) return find(turn);
  const auto all = keys_of(wanted, holdings_.published());
  auto keys = all;
  std::erase_if(keys, [&](const RrsetKey& key) { return unreadable_.contains(key); });
  if (keys.empty()) keys = all;
  unreadable_.looking(keys.size());
  ask(Step::look, std::move(keys), {}, turn.now, turn);
}

void ZoneSync::find(Turn& turn) {
  under_way_ = UnderWay{++turn.last_id, Step::find, turn.now, {}};
  turn.actions.emplace_back(FindPrimary{under_way_->id, zone_.name});
}

void ZoneSync::forget(const RrsetKey& key) {
  wildcards_.forget(key);
  aliases_.erase(key);
  unreadable_.forget(key);
}

bool ZoneSync::must_look(const WishPicture& wanted, TimePoint now) const {
  if (wanted.empty()) return false;
  if (doubtful_ || now >= look_at_) return true;
  return std::ranges::any_of(wanted, [&](const auto& w) {
    return !holdings_.published().contains(w.first) && !unreadable_.contains(w.first);
  });
}

std::vector<Change> ZoneSync::needed(const WishPicture& wishes) {
  const auto& published = holdings_.published();
  const auto wanted = goals(wishes, published);
  for (const auto& [key, rrset] : wanted)
    if (published.at(key).records == rrset.records) holdings_.is_wished_for(key);
  if (std::exchange(force_all_, false))
    for (const auto& [key, rrset] : wanted) forced_.insert(key);
  auto changes = difference(published, wanted);
  std::erase_if(changes, [&](const Change& change) { return holdings_.insists(change); });
  for (const auto& [key, rrset] : wanted)
    if (forced_.contains(key) && std::ranges::count(changes, key, &Change::key) == 0 &&
        !(rrset.empty() && published.at(key).empty()))
      changes.push_back({key, published.at(key), rrset});
  for (auto& change : changes) {
    const auto& wish = wishes.at(change.key);
    change.by_record = wish.beside_others;
    // One date stands for the leases of all our records there.
    if (change.by_record && (zone_.lease || forced_.contains(change.key)))
      change.again = wish.to.records;
  }
  return changes;
}

Order ZoneSync::order(Turn& turn) const {
  return {.id = ++turn.last_id,
          .zone = zone_.key_label(),
          .zone_name = zone_.name,
          .server = server(),
          .transport = zone_.transport,
          .fudge = zone_.fudge,
          .clock = turn.servers.of(server()).clock};
}

void ZoneSync::ask(Step step, std::vector<RrsetKey> keys, std::vector<Change> changes,
                   TimePoint began, Turn& turn) {
  LookUp action{order(turn), std::move(keys)};
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
  SendUpdate action{order(turn), changes, zone_.lease};
  updated_at_ = turn.now;
  replay_over_ = turn.now + zone_.fudge + after_fudge;
  look_at_ = std::min(look_at_, turn.now + soon_after);
  under_way_ = UnderWay{action.id, Step::update, turn.now, std::move(changes)};
  turn.actions.emplace_back(std::move(action));
}

void ZoneSync::answered(const LookedUp& answer, Turn& turn) {
  if (choice_.is_asking_first(answer.id)) {
    if (!choice_.take(answer, turn)) return;
    doubtful_ = true;  // it may have missed what the other one took
    give_up(turn);
    clock_search_.reset();  // it was for the other one's clock
    return say(log::Level::notice, describe(server()) + " is back; it serves again", turn);
  }
  const auto done = *std::exchange(under_way_, std::nullopt);
  if (done.step == Step::clock) return searched_clock(answer.reply, turn);
  read_clock(answer.reply, turn);
  if (done.step == Step::look && goes_on_without(answer, turn)) return;
  if (answer.reply.outcome != Outcome::done) return fail(done, answer.reply, turn);
  answered_at_ = turn.now;
  for (const auto& [key, found] : answer.found) aliases_.erase(key);
  aliases_.insert(answer.aliases.begin(), answer.aliases.end());
  if (done.step != Step::confirm) return learn(answer, turn);
  conclude(done, answer, turn);
}

void ZoneSync::answered(const PrimaryFound& answer, Turn& turn) {
  const auto done = *std::exchange(under_way_, std::nullopt);
  const bool is_new = choice_.take(answer, turn.now);
  if (!choice_.is_known()) {
    const Reply reply{
        .outcome = Outcome::unresolved, .detail = answer.why_not, .peer = {}, .clock = {}};
    return fail(done, reply, turn);
  }
  if (!is_new) return;
  doubtful_ = true;
  holdings_.doubt_all();
  turn.servers.open(server());
  say(log::Level::info,
      "the primary of " + zone_.name.to_text() + " is " + describe(server()) + ", says its SOA",
      turn);
}

void ZoneSync::believe(const RrsetKey& key, const Rrset& found, Turn& turn) {
  if (holdings_.show(key, found, shared_.contains(key))) turn.must_save = true;
}

void ZoneSync::learn(const LookedUp& answer, Turn& turn) {
  const auto unconfirmed = std::exchange(unconfirmed_, {});
  for (const auto& change : unconfirmed.changes) {
    const auto found = answer.found.find(change.key);  // it landed although nobody could say so
    if (found != answer.found.end() && found->second.records == change.to.records)
      published(change, turn.now - unconfirmed.began, {}, turn);
  }
  const auto& published = holdings_.published();
  const auto& remembered = holdings_.remembered();
  for (const auto& [key, answered] : answer.found) {
    const auto found = wildcards_.without(key, answered);
    if (is_behind(key, found)) continue;
    const auto known = published.find(key);
    const auto before = remembered.find(key);
    // Perhaps the last update of a run that did not live to hear of it.
    if (known == published.end() && before != remembered.end() &&
        before->second.records != found.records && !holdings_.confirmed_at(key))
      changed_since_.push_back({key, before->second, found});
    const bool is_shared = shared_.contains(key);  // where others come and go as they like
    if (!is_shared && known != published.end() && known->second.records != found.records) {
      say(log::Level::warning, words::drifted({key, found, known->second}, server()), turn);
      note_rival(key, turn);
    }
    believe(key, found, turn);
  }
  wildcards_.settle();
  doubtful_ = false;
  for (const auto& news : unreadable_.looked(answer.found)) tell_of_unreadable(news, turn);
  look_at_ = turn.now + turn.random.between(zone_.verify * 9 / 10, zone_.verify * 11 / 10);
  if (replay_over_ > turn.now) look_at_ = std::min(look_at_, replay_over_);
}

// The scripts have not been told of it, whoever did it.
void ZoneSync::tell_of_the_last_run(const WishPicture& wanted, Turn& turn) {
  for (auto& change : std::exchange(changed_since_, {})) {
    const auto wish = wanted.find(change.key);
    if (wish == wanted.end() || wish->second.over(change.to).records != change.to.records) continue;
    say(log::Level::notice,
        describe(change.key) + " became " + describe(change.key.type, change.to) + " at " +
            describe(server()) + " since the last run",
        turn);
    turn.published.push_back(
        {zone_.label(), change.key, std::move(change.from), std::move(change.to), server(), {}});
  }
}

void ZoneSync::bound(const SourceBound& event) {
  if (under_way_) under_way_->source = event.source;
}

void ZoneSync::world_changed(const Seen& seen, Turn& turn) {
  // Where a person must act, another address or route is no reason to ask more often.
  if (!trouble_.last() || !needs_a_person(*trouble_.last())) retry_now(turn.now);
  if (!under_way_ || !under_way_->source || seen.has_address(*under_way_->source)) return;
  const auto source = under_way_->source->to_text();
  give_up(turn);
  say(log::Level::info,
      source + " has gone, and with it the answer of " + describe(server()) + "; asking again",
      turn);
}

// Whoever was asked is not listened to any more.
void ZoneSync::give_up(Turn& turn) {
  if (under_way_) turn.actions.emplace_back(Abandon{under_way_->id});
  if (under_way_) doubt(*std::exchange(under_way_, std::nullopt));
  if (unseen_) doubt(*std::exchange(unseen_, std::nullopt));
}

void ZoneSync::retry_now(TimePoint now) {
  not_before_ = std::min(not_before_, now);
  refusals_.retry_now(now);
}

std::optional<TimePoint> ZoneSync::next_wakeup() const {
  if (!has_wishes_) return unseen_ ? std::optional{read_back_at_} : std::nullopt;
  const auto first = choice_.next_question();
  if (under_way_) return first;
  auto next = nothing_to_do_ ? look_at_ : not_before_;
  if (is_held_back_)
    next = std::min({look_at_, refusals_.next(pending_).value_or(look_at_), unreadable_.next()});
  if (nothing_to_do_ || is_held_back_) next = std::min(next, leases_.next());
  if (unseen_) next = read_back_at_;
  return std::min(next, first.value_or(next));
}

bool ZoneSync::is_at_rest(TimePoint now) const {
  return !under_way_ && !unseen_ && (nothing_to_do_ || is_held_back_ || now < not_before_);
}

void ZoneSync::say(log::Level level, std::string text, Turn& turn) const {
  turn.say(level, std::move(text));
}

}  // namespace nsfollow::core
