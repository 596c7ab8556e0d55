// SPDX-License-Identifier: MIT
// Everything happens in turn(), from the loop: the calls of the daemon only leave an order, and the
// callbacks of the exchanges only leave an event.  So nobody is ever destroyed, or called, while a
// callback of its own is running.
#include "dns/client.h"
#include <algorithm>
#include <utility>
#include "base/log.h"
#include "base/overload.h"
#include "dns/message.h"

namespace nsfollow::dns {

namespace {

constexpr std::size_t most_at_once = 16;  // questions of one LookUp

// How long to wait for a fresh look at a name whose address is known from before.
constexpr int impatience = 5;  // times less than for an unknown one

Question subject_of(const core::DnsName& zone, const std::optional<core::RrsetKey>& asked) {
  if (asked) return {to_wire(asked->owner), static_cast<std::uint16_t>(asked->type), class_in};
  return {to_wire(zone), type_soa, class_in};
}

// The server itself did not get in touch with us: its next address may do better.
bool is_failure_of_address(core::Outcome outcome) {
  switch (outcome) {
    case core::Outcome::silent:
    case core::Outcome::unreachable:
      return true;
    case core::Outcome::done:
    case core::Outcome::guard_failed:
    case core::Outcome::bad_time:
    case core::Outcome::unresolved:
    case core::Outcome::server_failed:
    case core::Outcome::refused:
    case core::Outcome::not_authoritative:
    case core::Outcome::not_zone:
    case core::Outcome::malformed:
    case core::Outcome::unexpected:
    case core::Outcome::bad_key:
    case core::Outcome::bad_signature:
    case core::Outcome::bad_truncation:
    case core::Outcome::unsigned_error:
    case core::Outcome::ignored:
      return false;
  }
  return false;
}

}  // namespace

Client::Client(uv::Loop& loop, std::function<const core::TsigKey*(const core::ZoneLabel&)> key_of,
               std::function<void(core::Event)> on_event, const Timings& timings)
    : loop_(loop),
      key_of_(std::move(key_of)),
      on_event_(std::move(on_event)),
      timings_(timings),
      addresses_(loop, [this] { wake(); }),
      timer_(loop, [this] { turn(); }) {}

void Client::look_up(const core::LookUp& question) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Exchange&>(question);
  job->to_ask.assign(question.keys.begin(), question.keys.end());
  job->unanswered = question.keys.size();
  add(std::move(job));
}

void Client::send(const core::SendUpdate& update) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Exchange&>(update);
  job->changes = update.changes;
  job->unanswered = 1;
  add(std::move(job));
}

void Client::find_zone(const core::FindZone& question) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Exchange&>(question);
  job->is_find_zone = true;
  job->to_ask.push_back({question.name, core::RrType::soa});
  job->unanswered = 1;
  add(std::move(job));
}

void Client::add(std::unique_ptr<Job> job) {
  job->ordered = Clock::now();
  jobs_.push_back(std::move(job));
  wake();
}

void Client::abandon(core::ExchangeId id) {
  std::erase_if(jobs_, [id](const auto& job) { return job->order.id == id; });
  std::erase_if(outbox_, [id](const auto& letter) { return letter.first == id; });
}

void Client::wake() {
  if (!std::exchange(stirred_, true)) timer_.set(Clock::now());
}

void Client::turn() {
  stirred_ = false;
  const auto now = Clock::now();
  for (const auto& job : jobs_) advance(*job, now);
  std::erase_if(jobs_, [](const auto& job) { return job->over; });
  // Whoever hears an event may order and abandon: nothing here is held across the call.
  while (!outbox_.empty()) {
    auto event = std::move(outbox_.front().second);
    outbox_.pop_front();
    on_event_(std::move(event));
  }
  rearm();
}

void Client::rearm() {
  if (stirred_) return;  // the alarm is set for now
  auto next = TimePoint::max();
  for (const auto& job : jobs_) {
    if (!job->address) next = std::min(next, patience_end(*job));
    for (const auto& exchange : job->running)
      if (const auto due = exchange.due()) next = std::min(next, *due);
  }
  if (next != TimePoint::max()) timer_.set(next);
}

void Client::advance(Job& job, TimePoint now) {
  if (job.over) return;
  if (!job.address) find_address(job, now);
  for (auto& exchange : job.running) exchange.tick(now);
  std::erase_if(job.running, [](const Exchange& exchange) { return !exchange.due(); });
  if (job.address && !job.over) start_exchanges(job);
}

TimePoint Client::patience_end(const Job& job) const {
  const bool known = addresses_.recall(job.order.server).has_value();
  return job.ordered + (known ? timings_.resolve / impatience : timings_.resolve);
}

void Client::find_address(Job& job, TimePoint now) {
  const auto found = addresses_.find(job.order.server, now);
  std::visit(Overload{
                 [&](const uv::Endpoint& address) { job.address = address; },
                 [&](const AddressBook::Asking&) {
                   if (now < patience_end(job)) return;
                   job.address = addresses_.recall(job.order.server);
                   if (!job.address)
                     settle(job, core::Outcome::unresolved,
                            log::escape(job.order.server.host) + ": no answer from the resolver");
                 },
                 [&](const std::string& why) { settle(job, core::Outcome::unresolved, why); },
             },
             found);
}

void Client::start_exchanges(Job& job) {
  const auto* key = key_of_(job.order.zone);
  if (key == nullptr)
    return settle(job, core::Outcome::bad_key, "no key signs for " + job.order.zone);
  if (job.started == TimePoint{}) {
    job.started = Clock::now();
    if (job.changes)
      start_exchange(job, build_update(job.order.zone_name, *job.changes), *key, std::nullopt);
    else if (job.unanswered == 0)
      settle(job, core::Outcome::done, {});
  }
  while (!job.over && !job.to_ask.empty() && job.running.size() < most_at_once) {
    const auto asked = std::move(job.to_ask.front());
    job.to_ask.pop_front();
    start_exchange(job, build_question(asked), *key, asked);
  }
}

void Client::start_exchange(Job& job, Result<Buffer, std::string> message, const core::TsigKey& key,
                            const std::optional<core::RrsetKey>& asked) {
  if (!message) return settle(job, core::Outcome::malformed, std::move(message.error()));
  const auto now = Clock::now();
  const auto clock = job.order.clock.value_or(core::ServerClock{wall_now(), now});
  Request request{.wire = *std::move(message),
                  .signature = {},
                  .key = &key,
                  .opcode = asked ? opcode_query : opcode_update,
                  .subject = subject_of(job.order.zone_name, asked),
                  .asked = asked,
                  .wants_zone = job.is_find_zone};
  request.signature = sign(request.wire, key, clock.read(now), job.order.fudge);
  auto& exchange = job.running.emplace_back(
      loop_, std::move(request), clock, *job.address, timings_,
      Exchange::Listener{
          [this, &job](const uv::Endpoint& source) { bound(job, source); },
          [this, &job, asked](Ended how) { ended(job, asked, std::move(how)); },
          [this] { wake(); },
      });
  exchange.start();
}

void Client::bound(Job& job, const uv::Endpoint& source) {
  const auto address = core::IpAddress::from_bytes(source.address_bytes());
  if (job.over || !address || job.source == address) return;
  job.source = address;
  post(job, core::SourceBound{job.order.id, *address});
}

void Client::ended(Job& job, const std::optional<core::RrsetKey>& asked, Ended ended) {
  if (job.over) return;
  wake();  // even a good answer may make room for the next question
  auto& reply = ended.reply;
  const bool remarkable = reply.outcome != core::Outcome::done || !reply.detail.empty();
  if (asked && remarkable)
    reply.detail = describe(*asked) + (reply.detail.empty() ? "" : ": ") + reply.detail;
  if (reply.outcome != core::Outcome::done) {
    if (is_failure_of_address(reply.outcome))
      addresses_.note_failure(job.order.server, *job.address);
    job.reply = std::move(reply);
    return finish(job);
  }
  // Of several answers the last one's time and clock count, and what is remarkable in any.
  if (!job.reply.detail.empty())
    reply.detail = job.reply.detail + (reply.detail.empty() ? "" : "; ") + reply.detail;
  job.reply = std::move(reply);
  job.zone = std::move(ended.zone);
  if (asked) job.found.insert_or_assign(*asked, std::move(ended.found));
  if (--job.unanswered == 0) finish(job);
}

void Client::settle(Job& job, core::Outcome outcome, std::string detail) {
  job.reply = {.outcome = outcome, .detail = std::move(detail), .peer = {}, .clock = {}};
  if (job.address) job.reply.peer = job.address->address_text();
  finish(job);
}

void Client::finish(Job& job) {
  job.over = true;
  if (job.started != TimePoint{}) job.reply.took = Clock::now() - job.started;
  if (job.changes) return post(job, core::UpdateAnswered{job.order.id, std::move(job.reply)});
  if (job.is_find_zone)
    return post(job, core::ZoneFound{job.order.id, std::move(job.reply), std::move(job.zone)});
  if (job.reply.outcome != core::Outcome::done) job.found.clear();
  post(job, core::LookedUp{job.order.id, std::move(job.reply), std::move(job.found)});
}

void Client::post(const Job& job, core::Event event) {
  outbox_.emplace_back(job.order.id, std::move(event));
  wake();
}

}  // namespace nsfollow::dns
