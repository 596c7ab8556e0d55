// SPDX-License-Identifier: MIT
// The first part of an examination: is the server there, what time does it have, does it know the
// key, and has it the zone?
#include <algorithm>
#include "core/checkup_exam.h"

namespace nsfollow::core {

namespace {

using namespace std::chrono_literals;
namespace words = checkup_words;

constexpr std::chrono::seconds precisely = 15s;  // for people; signing needs less

// What the question got where the key may be at fault.
bool is_about_the_key(Outcome outcome) {
  return outcome == Outcome::bad_key || outcome == Outcome::unsigned_refused ||
         outcome == Outcome::unsigned_not_auth;
}

// Of the same question without a key.
bool is_denial(Outcome outcome) {
  return outcome == Outcome::unsigned_refused || outcome == Outcome::unsigned_not_auth ||
         outcome == Outcome::refused || outcome == Outcome::not_authoritative ||
         outcome == Outcome::server_failed || outcome == Outcome::unsigned_error;
}

bool is_an_answer(Outcome outcome) {
  return !is_of_the_path(outcome) && outcome != Outcome::unresolved &&
         outcome != Outcome::untrusted;
}

}  // namespace

void CheckupExam::met(const Task& task, const LookedUp& answer, CheckupTurn& turn) {
  const auto& reply = answer.reply;
  if (task.step == Step::question) return questioned(answer, turn);
  if (task.step == Step::echo) return judge_echo(reply);
  if (task.step == Step::search) return searched(reply);
  // Of a key that it knows the server says more than before.
  if (task.step != Step::algorithm || known_algorithm_) return;
  const bool is_known =
      reply.outcome == Outcome::done ||
      (denied_->outcome == Outcome::bad_key &&
       (reply.outcome == Outcome::bad_signature || reply.outcome == Outcome::bad_time));
  if (is_known) known_algorithm_ = all_tsig_algorithms[task.index];
}

void CheckupExam::questioned(const LookedUp& answer, CheckupTurn& turn) {
  auto reply = answer.reply;
  for (const auto type : {RrType::soa, RrType::ns})
    reply.detail = words::without_question(reply.detail, {subject_.zone.name, type});
  if (!reply.peer.empty()) result_.address = reply.peer;
  if (is_an_answer(reply.outcome) && !has_answered_) {
    has_answered_ = true;
    result_.carrier = reply.carrier;
    // After one that nobody signed there is a wait for a better one.
    const bool is_prompt = reply.clock.has_value() || reply.outcome == Outcome::done;
    if (is_prompt) result_.took = reply.took;
    say(words::answers(reply, is_prompt));
  }
  if (reply.outcome == Outcome::done) return know(answer, turn);
  if (reply.outcome == Outcome::bad_time && reply.clock && !clock_) {
    clock_ = reply.clock->server;
    measured(reply.clock->server.time - reply.clock->local, 1s);
    return put({Step::question});
  }
  if (!is_about_the_key(reply.outcome))
    return say(words::no_answer(reply, subject_.zone.name, subject_.key));
  denied_ = reply;
  if (reply.outcome == Outcome::bad_key)
    try_algorithms();
  else if (!clock_)
    put({Step::served});
}

// An answer that is proved.
void CheckupExam::know(const LookedUp& answer, CheckupTurn& turn) {
  denied_.reset();
  say(words::good_key(subject_.key));
  const auto soa = find_soa(answer.found, subject_.zone.name);
  if (!soa) return put({Step::apex});
  has_zone_ = true;
  result_.serial = soa->serial;
  say({Finding::Topic::zone,
       Finding::Verdict::ok,
       {},
       "has the zone, with serial " + std::to_string(soa->serial) +
           (soa->primary ? ", and names " + soa->primary->to_text() + " as its primary" : "")});
  const auto ns = answer.found.find({subject_.zone.name, RrType::ns});
  name_servers_.begin(subject_.zone.name,
                      ns == answer.found.end() ? std::set<DnsName>{} : read_names(ns->second), *soa,
                      answer.reply.peer, turn.last_id, turn.actions);
  put({Step::rights});
  if (clock_ || !answer.reply.clock) return;
  sample_ = answer.reply.clock;
  const auto ahead = sample_->server.time - sample_->local;
  if (std::chrono::abs(ahead) > 2s)
    measured(ahead, 1s);
  else
    put({Step::echo});
}

// Who signs an answer with the time of the request tells nothing of his own.
void CheckupExam::judge_echo(const Reply& reply) {
  if (reply.outcome != Outcome::done || !reply.clock)
    return say(words::untold_clock(subject_.zone.fudge));
  const auto ahead = reply.clock->server.time - reply.clock->local;
  circumstances_.echoes_time = std::chrono::abs(ahead + 20s) <= 2s;
  if (!circumstances_.echoes_time) return measured(sample_->server.time - sample_->local, 1s);
  search_.emplace(subject_.zone.fudge, precisely, subject_.zone.fudge);
  put({Step::search});
}

void CheckupExam::searched(const Reply& reply) {
  switch (search_->heard(reply)) {
    case ClockSearch::Stage::searching:
      return put({Step::search});
    case ClockSearch::Stage::found:
      measured(search_->ahead(), search_->margin());
      if (has_zone_) return;
      circumstances_.echoes_time = true;
      clock_ = search_->clock();
      return put({Step::question});
    case ClockSearch::Stage::nothing:
    case ClockSearch::Stage::given_up:
      if (has_zone_) return say(words::untold_clock(subject_.zone.fudge));
      return try_algorithms();
  }
}

// Signed questions with the widest fudge: harmless, and a wrong clock hides nothing.
void CheckupExam::try_algorithms() {
  for (std::size_t i = 0; i < all_tsig_algorithms.size(); ++i)
    if (all_tsig_algorithms[i] != subject_.key.algorithm) put({Step::algorithm, i});
}

void CheckupExam::measured(std::chrono::seconds ahead, std::chrono::seconds margin) {
  result_.clock_behind = ahead;
  result_.clock_margin = margin;
  say(words::skew(ahead, margin, subject_.zone.fudge, subject_.machine));
}

// The same question without a signature: has the server the zone at all?
void CheckupExam::served(const NameServerTold& answer) {
  const auto outcome = answer.reply.outcome;
  is_denied_zone_ =
      outcome == Outcome::done ? !find_soa(answer.found, subject_.zone.name) : is_denial(outcome);
  if (is_denied_zone_) return;
  search_.emplace(subject_.zone.fudge, precisely);
  put({Step::search});
}

void CheckupExam::end_meeting() {
  if (has_zone_ || !denied_) return;
  const bool tells_why =
      is_denied_zone_ || (!known_algorithm_ && denied_->outcome == Outcome::bad_key);
  if (tells_why)
    say(words::no_answer(*denied_, subject_.zone.name, subject_.key));
  else if (known_algorithm_)
    say(words::other_algorithm(subject_.key, *known_algorithm_));
  else
    say(words::key_or_clock(subject_.key, subject_.machine));
}

}  // namespace nsfollow::core
