// SPDX-License-Identifier: MIT
// Everything happens in turn(), from the loop: the calls of the daemon only leave an order, and the
// callbacks of the exchanges only leave an event.  So nobody is ever destroyed, or called, while a
// callback of its own is running.
#include "dns/client.h"
#include <algorithm>
#include <utility>
#include "base/log.h"
#include "base/overload.h"
#include "dns/edns.h"
#include "dns/message.h"

namespace nsfollow::dns {

namespace {

// How many questions of one LookUp are open at once: each by UDP needs a socket of its own.
constexpr std::size_t most_by_udp = 16, most_by_connection = 64;

// How long to wait for a fresh look at a name whose address is known from before.
constexpr int impatience = 5;  // times less than for an unknown one

Question subject_of(const core::DnsName& zone, const std::optional<core::RrsetKey>& asked) {
  if (asked) return {to_wire(asked->owner), static_cast<std::uint16_t>(asked->type), class_in};
  return {to_wire(zone), type_soa, class_in};
}

// What had to be left out for an answer to come, and why.
void remark(core::Reply& reply, std::string_view left_out, const std::string& why) {
  if (why.empty() || !reply.carrier) return;
  if (!reply.detail.empty()) reply.detail += "; ";
  reply.detail.append(left_out).append(": ").append(why);
}

}  // namespace

Client::Client(uv::Loop& loop, std::function<const core::TsigKey*(const core::ZoneLabel&)> key_of,
               std::function<void(core::Event)> on_event, const Timings& timings,
               std::size_t names_at_once)
    : loop_(loop),
      key_of_(std::move(key_of)),
      on_event_(std::move(on_event)),
      timings_(timings),
      addresses_(
          loop, [this] { wake(); }, names_at_once),
      next_turn_(loop, [this] { turn(); }),
      timer_(loop, [this] {
        alarm_.reset();
        turn();
      }) {}

void Client::look_up(const core::LookUp& question) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Order&>(question);
  job->to_ask.assign(question.keys.begin(), question.keys.end());
  job->unanswered = question.keys.size();
  add(std::move(job));
}

void Client::send(const core::SendUpdate& update) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Order&>(update);
  job->changes = update.changes;
  job->lease = update.lease;
  job->to_send = true;
  job->unanswered = 1;
  add(std::move(job));
}

void Client::try_update(const core::TryUpdate& update) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Order&>(update);
  job->changes = update.changes;
  job->to_send = job->is_trial = true;
  job->unanswered = 1;
  add(std::move(job));
}

void Client::find_zone(const core::FindZone& question) {
  auto job = std::make_unique<Job>();
  job->order = static_cast<const core::Order&>(question);
  job->is_find_zone = true;
  job->to_ask.push_back({question.name, core::RrType::soa});
  job->unanswered = 1;
  add(std::move(job));
}

void Client::ask(const core::AskNameServer& question) {
  auto job = std::make_unique<Job>();
  job->order.id = question.id;
  job->order.server = question.server;
  job->is_unsigned = true;
  job->to_ask.assign(question.keys.begin(), question.keys.end());
  job->unanswered = question.keys.size();
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

void Client::wake() { next_turn_.call(); }

void Client::turn() {
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
  if (next_turn_.is_coming()) return;
  auto next = TimePoint::max();
  for (const auto& job : jobs_) {
    if (!job->address) next = std::min(next, patience_end(*job));
    for (const auto& exchange : job->running)
      if (const auto due = exchange.due()) next = std::min(next, *due);
    if (job->connection) next = std::min(next, job->connection->due().value_or(next));
  }
  // With each answer the next due time moves on; an alarm that comes too early costs less than
  // moving it each time.
  if (next == TimePoint::max() || (alarm_ && *alarm_ <= next)) return;
  timer_.set(next);
  alarm_ = next;
}

void Client::advance(Job& job, TimePoint now) {
  if (job.over) return;
  if (!job.address) find_address(job, now);
  if (job.connection) job.connection->tick(now);
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
  const auto* key = job.is_unsigned ? nullptr : key_of_(job.order.zone);
  if (key == nullptr && !job.is_unsigned)
    return settle(job, core::Outcome::bad_key, "no key signs for " + job.order.zone);
  if (job.started == TimePoint{}) {
    job.started = Clock::now();
    if (job.unanswered == 0) settle(job, core::Outcome::done, {});
  }
  if (std::exchange(job.to_send, false)) {
    auto message = job.is_trial ? build_trial(job.order.zone_name, *job.changes)
                                : build_update(job.order.zone_name, *job.changes);
    if (message && job.lease) ask_for_lease(*message, *job.lease);
    start_exchange(job, std::move(message), key, std::nullopt);
  }
  ask_more(job, key);
  if (job.connection) job.connection->flush();
}

void Client::ask_more(Job& job, const core::TsigKey* key) {
  const bool by_udp = job.order.transport.carrier == core::Carrier::udp;
  const auto most = by_udp ? most_by_udp : most_by_connection;
  if (!by_udp && job.running.size() > most / 2) return;  // so that many share a packet
  while (!job.over && !job.to_ask.empty() && job.running.size() < most) {
    const auto asked = std::move(job.to_ask.front());
    job.to_ask.pop_front();
    start_exchange(job, build_question(asked), key, asked);
  }
}

void Client::start_exchange(Job& job, Result<Buffer, std::string> message, const core::TsigKey* key,
                            const std::optional<core::RrsetKey>& asked) {
  if (!message) return settle(job, core::Outcome::malformed, std::move(message.error()));
  const auto now = Clock::now();
  const auto clock = job.order.clock.value_or(core::ServerClock{wall_now(), now});
  auto road = road_of(job);
  // Over a connection the ID only tells the answers apart, and must.
  while (job.connection && job.connection->is_waiting_for(Reader{*message}.u16())) ++(*message)[1];
  Request request{.wire = *std::move(message),
                  .signature = {},
                  .key = key,
                  .opcode = asked ? opcode_query : opcode_update,
                  .subject = subject_of(job.order.zone_name, asked),
                  .asked = asked,
                  .wants_zone = job.is_find_zone};
  if (key != nullptr)
    request.signature = sign(request.wire, *key, clock.read(now), job.order.fudge);
  else
    request.is_unsigned = Request::Unsigned::to_name_server;
  auto& exchange = job.running.emplace_back(
      loop_, std::move(request), clock, *job.address, timings_,
      Exchange::Listener{
          [this, &job](const uv::Endpoint& source) { bound(job, source); },
          [this, &job, asked](Ended how) { ended(job, asked, std::move(how)); },
          [this] { wake(); },
      },
      std::move(road));
  exchange.start();
}

Road Client::road_of(Job& job) {
  const auto& transport = job.order.transport;
  if (transport.carrier == core::Carrier::udp)
    return {.carrier = transport.carrier, .binding = binding_of(transport, *job.address)};
  if (!job.connection || job.connection->is_broken()) connect(job);
  return {.carrier = transport.carrier, .binding = {}, .connect = [&job](const Buffer& request) {
            job.connection->send(request);
          }};
}

void Client::connect(Job& job) {
  job.connection.emplace(
      loop_, tls_, job.order, *job.address, timings_.tcp / 2,
      Connection::Listener{
          .on_source = [this, &job](const uv::Endpoint& source) { bound(job, source); },
          .on_message =
              [&job](Octets message) {
                for (auto& exchange : job.running)
                  exchange.hear_connection(message, job.connection->carrier());
              },
          .on_broken =
              [&job](core::Outcome outcome, const std::string& why) {
                for (auto& exchange : job.running) exchange.lose_connection(outcome, why);
              },
          .on_due = [this] { wake(); },
      });
}

void Client::bound(Job& job, const uv::Endpoint& source) {
  const auto address = core::IpAddress::from_bytes(source.address_bytes());
  if (job.over || job.is_unsigned || !address || job.source == address) return;
  job.source = address;
  post(job, core::SourceBound{job.order.id, *address});
}

void Client::ended(Job& job, const std::optional<core::RrsetKey>& asked, Ended ended) {
  if (job.over) return;
  wake();  // even a good answer may make room for the next question
  auto& reply = ended.reply;
  // Whoever looks is told of aliases apart.
  if (job.is_find_zone && ended.is_alias) reply.detail = "a CNAME is in the way";
  if (goes_without_lease(job, reply)) return;
  const bool remarkable = reply.outcome != core::Outcome::done || !reply.detail.empty();
  if (asked && remarkable)
    reply.detail = describe(*asked) + (reply.detail.empty() ? "" : ": ") + reply.detail;
  if (reply.outcome != core::Outcome::done) {
    if (core::is_of_the_path(reply.outcome))
      addresses_.note_failure(job.order.server, *job.address);
    job.reply = std::move(reply);
    job.stumbled_at = asked;
    return finish(job);
  }
  // Of several answers the last one's time and clock count, and what is remarkable in any.
  if (!job.reply.detail.empty())
    reply.detail = job.reply.detail + (reply.detail.empty() ? "" : "; ") + reply.detail;
  job.reply = std::move(reply);
  job.zone = std::move(ended.zone);
  if (asked && ended.is_alias) job.aliases.insert(*asked);
  if (asked) job.found.insert_or_assign(*asked, std::move(ended.found));
  if (--job.unanswered == 0) finish(job);
}

// RFC 6891 7: who does not know EDNS answers FORMERR or NOTIMP, and then perhaps unsigned.  What
// was refused so has changed nothing; without it, it is sent once more.
bool Client::goes_without_lease(Job& job, const core::Reply& reply) {
  const bool refused =
      reply.outcome == core::Outcome::malformed || reply.outcome == core::Outcome::unsigned_error;
  if (!job.lease || !refused) return false;
  job.lease.reset();
  job.why_no_lease = reply.detail;
  return job.to_send = true;
}

void Client::settle(Job& job, core::Outcome outcome, std::string detail) {
  job.reply = {.outcome = outcome, .detail = std::move(detail), .peer = {}, .clock = {}};
  if (job.address) job.reply.peer = job.address->address_text();
  finish(job);
}

void Client::finish(Job& job) {
  job.over = true;
  if (job.started != TimePoint{}) job.reply.took = Clock::now() - job.started;
  remark(job.reply, "without the lease", job.why_no_lease);
  if (job.connection) {
    remark(job.reply, "without TLS", job.connection->why_in_clear());
    job.connection->close();
  }
  if (job.changes) return post(job, core::UpdateAnswered{job.order.id, std::move(job.reply)});
  if (job.is_find_zone)
    return post(job, core::ZoneFound{job.order.id, std::move(job.reply), std::move(job.zone)});
  const bool is_done = job.reply.outcome == core::Outcome::done;
  if (job.is_unsigned) {
    core::NameServerTold answer{.id = job.order.id, .reply = std::move(job.reply), .found = {}};
    if (is_done) answer.found = std::move(job.found);
    return post(job, std::move(answer));
  }
  core::LookedUp answer{.id = job.order.id, .reply = std::move(job.reply), .found = {}};
  if (is_done) answer.found = std::move(job.found);
  if (is_done) answer.aliases = std::move(job.aliases);
  answer.stumbled_at = std::move(job.stumbled_at);
  post(job, std::move(answer));
}

void Client::post(const Job& job, core::Event event) {
  outbox_.emplace_back(job.order.id, std::move(event));
  wake();
}

}  // namespace nsfollow::dns
