// SPDX-License-Identifier: MIT
// What a zone does when something is in its way.
#include <algorithm>
#include <cstdlib>
#include <utility>
#include "core/words.h"
#include "core/zone_sync.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {

// Two looks that each find other records than the guard are a race; more are a fight.
constexpr unsigned most_guard_failures = 3;

constexpr Duration recently = 1min;

constexpr Duration until_read_again = 10min;

}  // namespace

// What this look stumbled at shall not keep the others from following.
bool ZoneSync::goes_on_without(const LookedUp& answer, Turn& turn) {
  const bool is_of_one = answer.reply.outcome == Outcome::not_authoritative ||
                         answer.reply.outcome == Outcome::unexpected;
  if (!is_of_one || !answer.stumbled_at) return false;
  holdings_.doubt(*answer.stumbled_at);
  const auto pause = turn.random.between(until_read_again / 2, until_read_again);
  return unreadable_.stumbled(*answer.stumbled_at, answer.reply, turn.now + pause);
}

void ZoneSync::tell_of_unreadable(const Unreadable::News& news, Turn& turn) {
  const auto doing = words::confirming(zone_.name, {Change{news.key, {}, {}}});
  trouble_text_ = words::trouble(doing, server(), news.reply);
  (void)trouble_.note(server(), news.reply.outcome, turn.now);
  turn.troubles[zone_.label()] = trouble_text_;
  say(log::Level::error, words::failed(doing, server(), news.reply, news.until - turn.now), turn);
}

// It may have been applied all the same, so these RRsets are unknown now.
void ZoneSync::doubt(const UnderWay& failed) {
  doubtful_ = true;
  for (const auto& change : failed.changes) holdings_.doubt(change.key);
  if (!failed.changes.empty()) unconfirmed_ = failed;
}

void ZoneSync::fail(const UnderWay& failed, const Reply& reply, Turn& turn) {
  doubt(failed);
  // An update that was said no to has not landed; a question that was says nothing of it.
  if (!failed.changes.empty() && needs_a_person(reply.outcome)) unconfirmed_ = {};
  wildcards_.settle();
  if (reply.outcome == Outcome::guard_failed && failed.changes.size() == 1)
    wildcards_.dispute(failed.changes.front());
  if (is_worth_a_retry_at_once(failed, reply, turn)) return;
  const bool was_refused = !failed.changes.empty() && needs_a_person(reply.outcome);
  if (!was_refused || !choice_.is_last()) return pause(failed, reply, turn);
  if (failed.changes.size() == 1) return refuse(failed.changes.front(), reply, turn);
  refusals_.split();
  say(log::Level::info,
      words::trouble(words::confirming(zone_.name, failed.changes), server(), reply) +
          "; trying them one by one",
      turn);
}

bool ZoneSync::is_worth_a_retry_at_once(const UnderWay& failed, const Reply& reply, Turn& turn) {
  if (reply.outcome == Outcome::guard_failed) {
    for (const auto& change : failed.changes)
      if (!change.by_record) note_rival(change.key, turn);
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

void ZoneSync::pause(const UnderWay& failed, Reply reply, Turn& turn) {
  const bool was_heard = answered_at_ && turn.now - *answered_at_ < recently;
  if (failed.step == Step::update && reply.outcome == Outcome::silent && was_heard)
    reply.detail +=
        "; it answers questions, so perhaps it drops updates: a frozen zone (Knot), "
        "its quota (BIND), or a firewall";
  guard_failures_ = bad_times_ = 0;
  const Server asked = server();
  std::optional<Duration> next_try;  // at once: the next server has not been asked yet
  const bool hopeless = needs_a_person(reply.outcome);
  if (choice_.move_on()) {
    unreadable_.clear();  // it may tell more
  } else {
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

// The server does not want this change; the others shall not suffer for it.
void ZoneSync::refuse(const Change& change, const Reply& reply, Turn& turn) {
  if (!choice_.is_last()) {  // the next server may think otherwise
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
  choice_.start_over();
}

// Nothing but a CNAME stands at such a name: BIND and Knot ignore the update, PowerDNS refuses it.
void ZoneSync::leave_aliases(std::vector<Change>& changes, Turn& turn) {
  std::erase_if(changes, [&](const Change& change) {
    if (!aliases_.contains(change.key) || change.to.empty()) return false;
    Reply reply;
    reply.outcome = Outcome::alias;
    const auto doing = words::confirming(zone_.name, {change});
    trouble_text_ = words::trouble(doing, server(), reply);
    if (trouble_.last() != Outcome::alias && trouble_.note(server(), Outcome::alias, turn.now)) {
      turn.troubles[zone_.label()] = trouble_text_;
      say(log::Level::error, words::failed(doing, server(), reply, look_at_ - turn.now), turn);
    }
    return true;
  });
}

void ZoneSync::note_rival(const RrsetKey& key, Turn& turn) {
  if (!rivalry_.note(key, turn.now)) return;
  auto text = words::rival(key, server(), *rivalry_.fight(key, turn.now));
  turn.troubles[zone_.label()] = text;
  say(log::Level::error, std::move(text), turn);
}

void ZoneSync::all_is_well(Turn& turn) {
  guard_failures_ = bad_times_ = 0;
  wildcards_.settle();
  refusals_ = {};
  backoff_.succeeded();
  if (!has_wishes_) return;  // nothing was asked, so nothing is known to be well
  if (const auto text = trouble_.end(server(), turn.now)) say(log::Level::notice, *text, turn);
}

// The server has answered, and all but what it refuses is as it should be.
void ZoneSync::outage_ended() {
  backoff_.outage_ended();
  trouble_.outage_ended();
}

void ZoneSync::read_clock(const Reply& reply, Turn& turn) {
  doubt_clock(reply, turn);
  if (!reply.clock || reply.outcome == Outcome::bad_time) return;
  auto& clock = turn.servers.of(server()).clock;
  if (!clock) return;
  const auto apart = std::chrono::abs(reply.clock->server.time - reply.clock->local);
  if (apart >= std::clamp<std::chrono::seconds>(zone_.fudge / 2, 1s, 60s)) return;
  clock.reset();
  say(log::Level::info, "this clock agrees with " + describe(server()) + " again; signing with it",
      turn);
}

}  // namespace nsfollow::core
