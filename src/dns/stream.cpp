// SPDX-License-Identifier: MIT
#include "dns/stream.h"
#include <utility>
#include "dns/answer.h"

namespace nsfollow::dns {

namespace {

// A handshake takes some 4 KiB, of which most is certificates, and a message at most 16.
constexpr std::size_t most_fruitless = 262144;

}  // namespace

Stream::Stream(uv::Loop& loop, std::unique_ptr<TlsSession> tls, Listener listener)
    : listener_(std::move(listener)),
      tcp_(std::in_place, loop,
           uv::Tcp::Listener{[this] { connected(); }, [this](Octets octets) { receive(octets); },
                             [this](const uv::SocketError& error) {
                               fail(connected_ ? core::Outcome::silent : core::Outcome::unreachable,
                                    error.text);
                             }}),
      tls_(std::move(tls)) {}

void Stream::begin(const uv::Endpoint& server, const uv::Binding& binding) {
  if (const auto connecting = tcp_->connect(server, binding); !connecting)
    fail(core::Outcome::unreachable, connecting.error().text);
}

void Stream::send(Octets message) {
  if (over_) return;
  Buffer framed;
  put_number(framed, message.size(), 2);
  put(framed, message);
  if (tls_)
    tls_->say(framed);
  else
    put(outgoing_, framed);
}

void Stream::stop() {
  if (std::exchange(over_, true)) return;
  if (tls_ && connected_) {
    tls_->say_goodbye();
    // What the kernel does not take at once is lost, and nobody misses it.
    if (auto last = tls_->to_send(); !last.empty()) (void)tcp_->send(std::move(last));
  }
  tcp_.reset();
}

void Stream::connected() {
  connected_ = true;
  if (const auto source = tcp_->source()) listener_.on_connected(*source);
  if (tls_) tls_->begin();
  flush();
}

void Stream::flush() {
  if (over_ || !connected_) return;
  if (tls_) outgoing_ = tls_->to_send();
  if (outgoing_.empty()) return;
  if (const auto sent = tcp_->send(std::exchange(outgoing_, {})); !sent)
    fail(core::Outcome::silent, sent.error().text);
}

void Stream::receive(Octets octets) {
  if (over_) return;
  fruitless_ += octets.size();
  if (!tls_) {
    put(inbox_, octets);
  } else {
    tls_->receive(octets);
    put(inbox_, tls_->take());
    flush();
  }
  deliver();
  if (over_) return;
  if (tls_ && tls_->trouble()) return fail(tls_->trouble()->outcome, tls_->trouble()->why);
  if (fruitless_ > most_fruitless) fail(core::Outcome::silent, "256 KiB and no answer among them");
}

void Stream::deliver() {
  while (!over_) {
    Reader reader{inbox_};
    const std::size_t length = reader.u16();
    if (!reader.ok()) return;
    if (length > longest_answer)
      return fail(core::Outcome::silent,
                  "an answer of " + std::to_string(length) + " octets was not read");
    const auto octets = reader.octets(length);
    if (!reader.ok()) return;
    const Buffer message(octets.begin(), octets.end());
    inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(reader.at()));
    fruitless_ = inbox_.size();
    listener_.on_message(message);
  }
}

void Stream::fail(core::Outcome outcome, std::string why) {
  if (over_) return;
  const bool heard = heard_tls();
  stop();
  listener_.on_end({outcome, std::move(why), heard});
}

}  // namespace nsfollow::dns
