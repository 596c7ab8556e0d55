// SPDX-License-Identifier: MIT
#include "dns/exchange.h"
#include <algorithm>
#include <utility>
#include "core/words.h"
#include "dns/edns.h"

namespace nsfollow::dns {

namespace {

using core::Carrier;
using core::Outcome;

constexpr std::size_t most_by_udp = 512;  // RFC 1035 4.2.1; PowerDNS drops what is much longer

}  // namespace

Exchange::Exchange(uv::Loop& loop, Request request, core::ServerClock clock,
                   const uv::Endpoint& server, const Timings& timings, Listener listener, Road road)
    : loop_(loop),
      request_(std::move(request)),
      clock_(clock),
      server_(server),
      timings_(timings),
      listener_(std::move(listener)),
      road_(std::move(road)) {}

void Exchange::start() {
  started_ = Clock::now();
  if (road_.carrier != Carrier::udp)
    use_connection();
  else if (request_.wire.size() > most_by_udp)
    start_tcp();
  else
    start_udp();
}

std::optional<TimePoint> Exchange::due() const {
  if (ended_) return std::nullopt;
  auto next = TimePoint::max();
  if (udp_) {
    next = started_ + timings_.udp;
    if (resends_ < timings_.resend.size())
      next = std::min(next, started_ + timings_.resend[resends_]);
  }
  if (tcp_running_) next = std::min(next, tcp_end_);
  if (tcp_begin_) next = std::min(next, *tcp_begin_);
  if (hint_ && !tcp_running_) next = std::min(next, hint_end_);
  return next;
}

void Exchange::tick(TimePoint now) {
  const auto is_due = [this, now](TimePoint when) { return !ended_ && now >= when; };
  if (tcp_running_ && is_due(tcp_end_)) {
    if (tcp_) tcp_->stop();
    tcp_running_ = false;
    lose_way(Outcome::silent, core::words::no_answer_in(timings_.tcp));
  }
  if (hint_ && !tcp_running_ && is_due(hint_end_)) return end_without_answer();
  if (udp_ && is_due(started_ + timings_.udp)) {
    udp_.reset();
    lose_way(Outcome::silent, core::words::no_answer_in(timings_.udp));
  }
  if (udp_ && resends_ < timings_.resend.size() && is_due(started_ + timings_.resend[resends_])) {
    ++resends_;
    send_datagram();
  }
  if (tcp_begin_ && is_due(*tcp_begin_)) start_tcp();
}

void Exchange::start_udp() {
  udp_.emplace(
      loop_, [this](Octets datagram) { hear(datagram, Carrier::udp); },
      [this](const uv::SocketError& error) { udp_trouble(error); });
  if (const auto connected = udp_->connect(server_, road_.binding); !connected) {
    udp_.reset();
    return lose_way(Outcome::unreachable, connected.error().text);
  }
  if (const auto source = udp_->source()) listener_.on_source(*source);
  send_datagram();
}

void Exchange::send_datagram() {
  if (const auto sent = udp_->send(request_.wire); !sent && !sent.error().passing)
    udp_trouble(sent.error());
}

void Exchange::udp_trouble(const uv::SocketError& error) {
  if (ended_ || !udp_) return;
  // Once more after the first refusal: a single ICMP message can be forged or late.
  if (error.refused && ++refusals_ < 2) return send_datagram();
  udp_.reset();
  lose_way(Outcome::unreachable, error.text);
}

void Exchange::start_tcp() {
  tcp_begin_.reset();
  if (std::exchange(tcp_tried_, true)) return;
  tcp_end_ = Clock::now() + timings_.tcp;
  tcp_running_ = true;
  tcp_.emplace(loop_, nullptr,
               Stream::Listener{
                   .on_connected = listener_.on_source,
                   .on_message =
                       [this](Octets message) {
                         tcp_->stop();
                         tcp_running_ = false;
                         hear(message, Carrier::tcp);
                       },
                   .on_end =
                       [this](const Stream::End& end) {
                         tcp_running_ = false;
                         lose_way(end.outcome, end.why + " (TCP)");
                       },
               });
  tcp_->begin(server_, road_.binding);
  tcp_->send(request_.wire);
  listener_.on_due();
}

void Exchange::use_connection() {
  tcp_tried_ = tcp_running_ = true;
  tcp_end_ = started_ + timings_.tcp;
  road_.connect(request_.wire);
  listener_.on_due();
}

void Exchange::hear_connection(Octets message, Carrier by) {
  const auto id = [](Octets octets) { return Reader{octets}.u16(); };
  if (ended_ || !tcp_running_ || id(message) != id(request_.wire)) return;
  tcp_running_ = false;
  hear(message, by);
}

void Exchange::lose_connection(Outcome outcome, std::string why) {
  if (ended_ || !std::exchange(tcp_running_, false)) return;
  lose_way(outcome, std::move(why));
}

void Exchange::hear(Octets message, Carrier by) {
  if (ended_) return;
  const bool over_tcp = by != Carrier::udp;
  auto answer = judge(message, request_, clock_.read(Clock::now()), over_tcp);
  switch (answer.worth) {
    case Worth::foreign:
      answer.detail = "not an answer to this request";
      if (over_tcp) hear_junk(answer);
      break;
    case Worth::junk:
      hear_junk(answer);
      break;
    case Worth::cut_short:
      if (answer.proved) udp_.reset();  // it will not become longer by waiting
      start_tcp();
      break;
    case Worth::hint:
      if (!hint_) heard_by_ = by;
      hear_hint(answer);
      break;
    case Worth::authentic:
    case Worth::unproven:
      heard_by_ = by;
      hear_edns(message, answer);
      return end(std::move(answer));
  }
  if (!ended_ && !has_way()) end_without_answer();
}

// The octets hold up to the scan: they were judged.
void Exchange::hear_edns(Octets message, Answer& answer) {
  if (request_.opcode != opcode_update || answer.outcome != Outcome::done) return;
  const auto edns = read_edns(*scan(message));
  if (!edns) return;
  lease_ = edns->lease;
  if (edns->rcode == 0) return;
  answer.outcome = Outcome::malformed;
  answer.detail =
      edns->rcode == 1 ? "the server says BADVERS" : "the server says an extended RCODE";
}

void Exchange::hear_junk(const Answer& answer) {
  ++junk_;
  junk_why_ = answer.detail;
  if (tcp_tried_ || tcp_begin_) return;
  // Somebody guesses or garbles; TCP is harder to guess.  Not at once, since the true answer is
  // probably on its way: with the next datagram that would be due.
  const auto next = resends_ < timings_.resend.size() ? timings_.resend[resends_] : Duration{};
  tcp_begin_ = started_ + next;
  listener_.on_due();
}

void Exchange::hear_hint(const Answer& answer) {
  if (hint_) return;
  hint_ = answer;
  hint_end_ = Clock::now() + timings_.hint;
  listener_.on_due();
}

void Exchange::lose_way(Outcome outcome, std::string detail) {
  trouble_ = outcome;
  trouble_why_ = std::move(detail);
  if (!has_way()) end_without_answer();
}

void Exchange::end_without_answer() {
  if (hint_) return end(hint_->outcome, hint_->detail);
  if (junk_ == 0) return end(trouble_, trouble_why_);
  end(Outcome::silent, "no answer that can be believed; " + std::to_string(junk_) +
                           (junk_ == 1 ? " was" : " were") + " ignored (" + junk_why_ + ")");
}

void Exchange::end(Outcome outcome, std::string detail) {
  end(Answer{.outcome = outcome, .detail = std::move(detail)});
}

void Exchange::end(Answer answer) {
  ended_ = true;
  udp_.reset();
  if (tcp_) tcp_->stop();
  const auto now = Clock::now();
  Ended ended{.reply = {.outcome = answer.outcome,
                        .detail = std::move(answer.detail),
                        .peer = server_.address_text(),
                        .took = now - started_,
                        .clock = std::nullopt,
                        .carrier = heard_by_,
                        .lease = lease_},
              .found = std::move(answer.found),
              .is_alias = answer.is_alias,
              .zone = std::move(answer.zone)};
  if (answer.server_time)
    ended.reply.clock = core::ClockSample{{*answer.server_time, now}, wall_now()};
  listener_.on_end(std::move(ended));
}

}  // namespace nsfollow::dns
