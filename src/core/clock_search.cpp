// SPDX-License-Identifier: MIT
#include "core/clock_search.h"
#include <algorithm>

namespace nsfollow::core {

namespace {

using namespace std::chrono_literals;

constexpr unsigned most_silences = 2;
constexpr unsigned enough_refusals = 2;
constexpr Duration between_searches = 1h;

}  // namespace

ClockSearch::ClockSearch(seconds fudge, seconds precision, seconds known_within)
    : fudge_(fudge),
      precision_(std::clamp<seconds>(precision, 1s, std::max<seconds>(fudge / 4, 1s))),
      low_(-std::min(known_within, widest)),
      high_(-low_) {}

// The first question is signed with our own time, and its answer tells what that was.  Then each
// one is for the lower half of what is left.
void ClockSearch::dress(Order& order) const {
  const auto middle = (low_ + high_) / 2;
  const auto low = low_, high = !ours_ || proving_ ? high_ : middle;
  order.fudge = proving_ ? fudge_ : (high - low + 1s) / 2;
  order.clock.reset();
  if (ours_) order.clock = ServerClock{ours_->time + (low + high) / 2, ours_->at};
}

ClockSearch::Stage ClockSearch::heard(const Reply& reply) {
  ++questions_;
  switch (reply.outcome) {
    case Outcome::done:
      answered(reply);
      break;
    case Outcome::bad_time:
      if (reply.clock && !proving_)
        told(*reply.clock);
      else
        stage_ = Stage::given_up;
      break;
    case Outcome::unsigned_refused:
    case Outcome::unsigned_not_auth:
      not_answered();
      break;
    case Outcome::silent:
    case Outcome::unreachable:
    case Outcome::server_failed:
      if (++silences_ > most_silences) stage_ = Stage::given_up;
      break;
    case Outcome::guard_failed:
    case Outcome::unresolved:
    case Outcome::refused:
    case Outcome::not_authoritative:
    case Outcome::not_zone:
    case Outcome::malformed:
    case Outcome::unexpected:
    case Outcome::bad_key:
    case Outcome::bad_signature:
    case Outcome::bad_truncation:
    case Outcome::unsigned_error:
    case Outcome::untrusted:
    case Outcome::ignored:
    case Outcome::alias:
      stage_ = Stage::given_up;
      break;
  }
  return stage_;
}

void ClockSearch::answered(const Reply& reply) {
  if (!ours_) {
    if (!reply.clock) {
      stage_ = Stage::given_up;
      return;
    }
    ours_ = ServerClock{reply.clock->local, reply.clock->server.at};
    const auto apart = reply.clock->server.time - reply.clock->local;
    if (std::chrono::abs(apart) > 1s) return told(*reply.clock);  // no echo of our own time
  } else if (proving_) {
    stage_ = Stage::found;
    return;
  } else {
    high_ = (low_ + high_) / 2;
  }
  proving_ = is_narrow();
}

void ClockSearch::not_answered() {
  if (!ours_) {
    stage_ = Stage::nothing;
    return;
  }
  // Whoever forges errors shall not make us sign with a time that the server does not have: what
  // is signed for another day could be replayed then.
  if (proving_) {
    stage_ = Stage::given_up;
    return;
  }
  low_ = (low_ + high_) / 2;
  proving_ = is_narrow();
}

void ClockSearch::told(const ClockSample& sample) {
  ours_ = ServerClock{sample.local, sample.server.at};
  low_ = high_ = sample.server.time - sample.local;
  proving_ = true;
}

std::optional<ServerClock> ClockSearch::clock() const {
  if (stage_ != Stage::found) return std::nullopt;
  return ServerClock{ours_->time + ahead(), ours_->at};
}

bool ClockDoubt::heard(Outcome outcome, TimePoint now) {
  // What does not come, or has no answer for want of a way, says nothing about the clock.
  if (is_of_the_path(outcome)) return false;
  const bool is_mute =
      outcome == Outcome::unsigned_refused || outcome == Outcome::unsigned_not_auth;
  refusals_ = is_mute ? refusals_ + 1 : 0;
  if (refusals_ < enough_refusals || now < next_) return false;
  next_ = now + between_searches;
  refusals_ = 0;
  return true;
}

}  // namespace nsfollow::core
