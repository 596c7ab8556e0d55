// SPDX-License-Identifier: MIT
#include "dns/stream.h"
#include <utility>
#include "dns/answer.h"

namespace nsfollow::dns {

Stream::Stream(uv::Loop& loop, Octets request, Listener listener)
    : listener_(std::move(listener)),
      tcp_(std::in_place, loop,
           uv::Tcp::Listener{[this] { say(); }, [this](Octets octets) { receive(octets); },
                             [this](const uv::SocketError& error) { fail(error.text); }}) {
  put_number(outgoing_, request.size(), 2);
  put(outgoing_, request);
}

void Stream::begin(const uv::Endpoint& server) {
  if (const auto connecting = tcp_->connect(server); !connecting) fail(connecting.error().text);
}

void Stream::stop() {
  over_ = true;
  tcp_.reset();
}

void Stream::say() {
  reached_ = true;
  if (const auto source = tcp_->source()) listener_.on_connected(*source);
  if (const auto sent = tcp_->send(std::move(outgoing_)); !sent) fail(sent.error().text);
}

void Stream::receive(Octets octets) {
  if (over_) return;
  put(inbox_, octets);
  Reader reader{inbox_};
  const std::size_t length = reader.u16();
  if (!reader.ok()) return;
  if (length > longest_answer)
    return fail("an answer of " + std::to_string(length) + " octets was not read");
  const auto message = reader.octets(length);
  if (!reader.ok()) return;
  stop();
  listener_.on_answer(message);
}

void Stream::fail(std::string why) {
  if (over_) return;
  stop();
  listener_.on_failed(std::move(why), reached_);
}

}  // namespace nsfollow::dns
