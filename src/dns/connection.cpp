// SPDX-License-Identifier: MIT
#include "dns/connection.h"
#include <algorithm>
#include <utility>

namespace nsfollow::dns {

namespace {

using core::Carrier;
using core::Outcome;

std::uint16_t id_of(Octets message) { return Reader{message}.u16(); }

}  // namespace

uv::Binding binding_of(const core::Transport& transport, const uv::Endpoint& server) {
  uv::Binding binding{.source = {}, .interface = transport.interface};
  const bool is_v4 = server.address_bytes().size() == 4;
  const auto& source = transport.source(is_v4 ? core::Family::ipv4 : core::Family::ipv6);
  if (source) binding.source = uv::Endpoint::literal(source->to_text(), 0);
  return binding;
}

Connection::Connection(uv::Loop& loop, Tls& tls, const core::Order& order,
                       const uv::Endpoint& server, Duration patience, Listener listener)
    : loop_(loop),
      tls_(tls),
      order_(order),
      server_(server),
      patience_(patience),
      listener_(std::move(listener)),
      carrier_(order.transport.carrier) {}

bool Connection::may_be_clear() const {
  return carrier_ == Carrier::tls && order_.transport.trust.proof == core::TlsTrust::Proof::nobody;
}

bool Connection::is_waiting_for(std::uint16_t id) const {
  return std::ranges::any_of(unanswered_, [id](const Buffer& one) { return id_of(one) == id; });
}

std::optional<TimePoint> Connection::due() const {
  if (broken_) return std::nullopt;
  if (ended_ && !unanswered_.empty()) return TimePoint{};
  return tls_end_;
}

void Connection::tick(TimePoint now) {
  if (broken_) return;
  if (ended_ && !unanswered_.empty()) open();
  if (tls_end_ && now >= *tls_end_) {
    tls_end_.reset();
    if (!stream_->heard_tls()) go_on_in_clear("no answer to it");
  }
}

void Connection::send(const Buffer& request) {
  if (broken_) return;
  unanswered_.push_back(request);
  if (!stream_ || ended_)
    open();
  else
    stream_->send(request);
}

void Connection::flush() {
  if (stream_ && !broken_ && !ended_) stream_->flush();
}

void Connection::close() {
  broken_ = true;
  if (stream_) stream_->stop();
}

void Connection::open() {
  ended_ = false;
  answers_ = 0;
  std::unique_ptr<TlsSession> session;
  if (carrier_ == Carrier::tls) {
    const auto now = Clock::now();
    const auto wall = order_.clock ? order_.clock->read(now) : wall_now();
    auto opened = tls_.open(order_.transport.trust, order_.server.host, wall);
    if (!opened) return break_off(Outcome::untrusted, std::move(opened.error()));
    session = *std::move(opened);
    if (may_be_clear()) tls_end_ = now + patience_;
  }
  stream_.emplace(loop_, std::move(session),
                  Stream::Listener{
                      .on_connected = listener_.on_source,
                      .on_message = [this](Octets message) { hear(message); },
                      .on_end = [this](Stream::End end) { ended(std::move(end)); },
                  });
  // RFC 7858 3.1: nothing goes over port 853 in clear.
  const bool avoids_port = carrier_ != Carrier::tls && !why_in_clear_.empty();
  const bool is_tls_port = server_.port() == port_of(Carrier::tls);
  stream_->begin(avoids_port && is_tls_port ? server_.with_port(port_of(Carrier::tcp)) : server_,
                 binding_of(order_.transport, server_));
  for (const auto& request : unanswered_) stream_->send(request);
  if (tls_end_) listener_.on_due();
}

void Connection::hear(Octets message) {
  const auto id = id_of(message);
  const auto asked =
      std::ranges::find_if(unanswered_, [id](const Buffer& one) { return id_of(one) == id; });
  if (message.size() < 2 || asked == unanswered_.end()) {
    stream_->stop();
    return break_off(Outcome::silent, "an answer to nothing that was asked");
  }
  ++answers_;
  unanswered_.erase(asked);
  listener_.on_message(message);
}

void Connection::ended(Stream::End end) {
  if (may_be_clear() && !end.heard_tls && end.outcome != Outcome::untrusted)
    return go_on_in_clear(std::move(end.why));
  // RFC 7766 6.2.4: whoever ends a connection has not answered what is still open.  Each answers
  // at least one request, so this ends.
  if (answers_ > 0 && end.outcome != Outcome::untrusted) {
    ended_ = true;
    return listener_.on_due();
  }
  break_off(end.outcome, std::move(end.why));
}

void Connection::go_on_in_clear(std::string why) {
  tls_end_.reset();
  stream_->stop();
  why_in_clear_ = std::move(why);
  carrier_ = Carrier::tcp;
  ended_ = true;
  listener_.on_due();
}

void Connection::break_off(Outcome outcome, std::string why) {
  tls_end_.reset();
  broken_ = true;
  if (outcome == Outcome::untrusted) tls_.forget();
  listener_.on_broken(outcome, std::move(why) + " (" + std::string{describe(carrier_)} + ')');
}

}  // namespace nsfollow::dns
