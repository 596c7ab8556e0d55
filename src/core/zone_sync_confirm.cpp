// SPDX-License-Identifier: MIT
// What a zone does once an update was accepted, until it is published.
#include <algorithm>
#include <array>
#include <utility>
#include "core/named_server.h"
#include "core/words.h"
#include "core/zone_sync.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {

// A secondary that forwards updates to the primary (RFC 2136 6) has what they did after the zone
// transfer that follows: until then it shows what was before, and the zone waits.  BIND waits up to
// 5 s with its NOTIFY.
constexpr std::array<Duration, 4> read_back_pauses{300ms, 1s, 2s, 4s};

}  // namespace

void ZoneSync::answered(const UpdateAnswered& answer, Turn& turn) {
  auto done = *std::exchange(under_way_, std::nullopt);
  read_clock(answer.reply, turn);
  if (answer.reply.outcome != Outcome::done) return fail(done, answer.reply, turn);
  read_lease(done, answer.reply, turn);
  answered_at_ = turn.now;
  read_back(std::move(done), turn);
}

// Accepted is not published: ask.
void ZoneSync::read_back(UnderWay done, Turn& turn) {
  std::vector<RrsetKey> keys;
  for (const auto& change : done.changes) keys.push_back(change.key);
  if (turn.wants_serials) keys.push_back({zone_.name, RrType::soa});
  const auto before = done.read_backs;
  ask(Step::confirm, std::move(keys), std::move(done.changes), done.began, turn);
  under_way_->read_backs = before + 1;
}

// It is as it was before, where something else was to be.
bool ZoneSync::may_show_later(const UnderWay& done, const Change& change,
                              const Rrset& found) const {
  const bool is_old = found.records == change.from.records || is_behind(change.key, found);
  return is_old && found.records != change.to.records && !aliases_.contains(change.key) &&
         done.read_backs <= read_back_pauses.size();
}

void ZoneSync::read_back_later(UnderWay unseen, Turn& turn) {
  const auto pause = read_back_pauses[unseen.read_backs - 1];
  if (unseen.read_backs == 1)
    say(log::Level::info, words::shows_nothing_yet(zone_.name, unseen.changes, server(), pause),
        turn);
  unseen_ = std::move(unseen);
  read_back_at_ = turn.now + pause;
}

void ZoneSync::read_back_again(Turn& turn) {
  if (turn.now < read_back_at_) return;
  read_back(*std::exchange(unseen_, std::nullopt), turn);
}

void ZoneSync::trust_unseen() {
  if (!unseen_) return;
  trusted_ = std::move(unseen_->changes);
  unseen_.reset();
  for (const auto& change : trusted_) holdings_.trust(change);
}

// The server shows what was there before a change that it took.
bool ZoneSync::is_behind(const RrsetKey& key, const Rrset& found) const {
  return std::ranges::any_of(trusted_, [&](const Change& change) {
    return change.key == key && change.from.records == found.records;
  });
}

void ZoneSync::conclude(UnderWay done, const LookedUp& answer, Turn& turn) {
  guard_failures_ = bad_times_ = 0;
  const auto soa = answer.found.find({zone_.name, RrType::soa});
  const auto serial = soa == answer.found.end() ? std::nullopt : serial_in(soa->second);
  std::vector<Change> ignored, unseen;
  for (const auto& change : done.changes) {
    const auto& answered = answer.found.at(change.key);
    if (change.to.empty() && !answered.empty() && answered != change.from)
      wildcards_.showed(change.key, answered);
    if (answered.records == change.to.records) wildcards_.forget(change.key);
    const auto found = wildcards_.without(change.key, answered);
    if (may_show_later(done, change, found)) {
      unseen.push_back(change);
      continue;
    }
    believe(change.key, found, turn);
    if (found.records != change.to.records) {
      ignored.push_back(change);
      continue;
    }
    holdings_.is_wished_for(change.key);
    holdings_.keeps_ttl(change, found.ttl);
    refusals_.accepted(change.key);
    published(change, turn.now - done.began, serial, turn);
  }
  for (const auto& change : ignored) {
    Reply reply = answer.reply;
    reply.outcome = aliases_.contains(change.key) ? Outcome::alias : Outcome::ignored;
    reply.detail = words::ignored(change, answer.found.at(change.key)) +
                   (reply.detail.empty() ? "" : "; " + reply.detail);
    refuse(change, reply, turn);
  }
  if (unseen.empty()) return;
  done.changes = std::move(unseen);
  ignored.empty() ? read_back_later(std::move(done), turn) : doubt(done);
}

void ZoneSync::read_lease(const UnderWay& done, const Reply& reply, Turn& turn) {
  if (!zone_.lease) return;
  if (!leases_.accepted(done.changes, reply.lease, turn.random, turn.now)) return;
  say(log::Level::notice,
      describe(server()) + " grants no lease (RFC 9664): records in " + zone_.name.to_text() +
          " stay when this machine is gone",
      turn);
}

void ZoneSync::published(const Change& change, Duration took, std::optional<std::uint32_t> serial,
                         Turn& turn) {
  const bool only_renews = zone_.lease && (change.from == change.to || holdings_.insists(change));
  say(only_renews ? log::Level::debug : log::Level::notice,
      words::published(change, server(), took), turn);
  if (only_renews) return;
  holdings_.confirm(change.key, turn.now);
  turn.published.push_back({zone_.label(), change.key, change.from, change.to, server(), serial});
}

}  // namespace nsfollow::core
