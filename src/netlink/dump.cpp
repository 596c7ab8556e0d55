// SPDX-License-Identifier: MIT
#include "netlink/dump.h"
#include <linux/rtnetlink.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <type_traits>
#include <utility>
#include "base/overload.h"
#include "netlink/request.h"

namespace nsfollow::netlink {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s;         // between two parts of an answer
constexpr unsigned most_tries = 10;   // about a third of a second in all
constexpr auto longest_pause = 64ms;  // between two tries; the first pause is 1 ms
constexpr std::size_t largest_buffer = 1 << 20;
constexpr int reads_per_turn = 32;  // a megabyte, then the others have their turn

Duration pause_before(unsigned attempt) {
  return std::min<Duration>(1ms * (1 << std::min(attempt - 1, 6U)), longest_pause);
}

}  // namespace

Dump::Dump(uv::Loop& loop, std::function<void(core::Event)> on_answer)
    : loop_(&loop), on_answer_(std::move(on_answer)), alarm_(loop, [this] { alarm(); }) {}

void Dump::start() {
  switch (state_) {
    case State::idle:
      tries_ = 0;
      return begin();
    case State::asking:
      again_ = true;
      return;
    case State::pausing:   // the next try is of after now
    case State::refusing:  // so is this answer
      return;
  }
}

void Dump::refuse(std::string why) {
  if (state_ == State::asking) disconnect();  // its answers are for nobody
  state_ = State::refusing;
  why_not_ = std::move(why);
  alarm_.set(Clock::now());
}

void Dump::begin() {
  again_ = spoiled_ = moved_ = false;
  picture_ = {};
  part_ = Part::links;
  if (!socket_)
    if (auto connected = connect(); !connected) return refuse(std::move(connected.error().text));
  state_ = State::asking;
  alarm_.set(Clock::now() + patience);
  ask();
}

void Dump::ask() {
  const auto request = [&] {
    ++sequence_;
    switch (part_) {
      case Part::links:
        return ask_for_links(sequence_);
      case Part::addresses:
        return ask_for_addresses(sequence_);
      case Part::ipv4_routes:
        return ask_for_routes(core::Family::ipv4, sequence_);
      case Part::ipv6_routes:
        return ask_for_routes(core::Family::ipv6, sequence_);
    }
    return Request{};
  }();
  if (auto sent = socket_->send(request.bytes()); !sent) {
    disconnect();
    try_again(std::move(sent.error().text));
  }
}

void Dump::hear() {
  for (int reads = 0; reads < reads_per_turn; ++reads) {
    const auto got = socket_->receive();
    switch (got.kind) {
      case Received::Kind::nothing:
        return;
      case Received::Kind::foreign:
        break;
      case Received::Kind::messages:
        if (!take(got.bytes)) return;
        break;
      case Received::Kind::too_large:
        buffer_ = std::min(buffer_ * 2, largest_buffer);
        disconnect();
        return try_again("the kernel's answer is too long");
      case Received::Kind::overrun:  // the kernel had no memory; the dump may never go on
        disconnect();
        return try_again("the kernel dropped a part of its answer");
      case Received::Kind::broken:
        disconnect();
        return try_again(std::system_category().message(got.error));
    }
  }
}

// The takers say whether the dump that the bytes belong to goes on.
bool Dump::take(Bytes datagram) {
  if (state_ != State::asking) return true;  // a late word of something given up
  moved_ = true;
  while (const auto message = next_message(datagram))
    if (!take_message(*message)) return false;
  if (!datagram.empty()) spoiled_ = true;
  return true;
}

bool Dump::take_message(Bytes message) {
  const auto header = *peek<nlmsghdr>(message);
  if (header.nlmsg_seq != sequence_) return true;
  if ((header.nlmsg_flags & NLM_F_DUMP_INTR) != 0) spoiled_ = true;
  switch (header.nlmsg_type) {
    case NLMSG_NOOP:
      return true;
    case NLMSG_OVERRUN:
      spoiled_ = true;
      return true;
    case NLMSG_DONE:  // a dump that failed on the way tells so here
    case NLMSG_ERROR:
      return end_of_part(peek<int>(message.subspan(sizeof header)).value_or(-EBADMSG));
  }
  keep(decode(message));
  return true;
}

void Dump::keep(Message message) {
  // Without IPv6 in the kernel the question for its routes is answered with those of all others.
  const auto wanted = [this](const auto& what) {
    using What = std::decay_t<decltype(what)>;
    if constexpr (std::is_same_v<What, Link>) return part_ == Part::links;
    if constexpr (std::is_same_v<What, Address>) return part_ == Part::addresses;
    if constexpr (std::is_same_v<What, DefaultRoute>) {
      const bool ipv4 = what.family == core::Family::ipv4;
      return part_ == (ipv4 ? Part::ipv4_routes : Part::ipv6_routes);
    }
    return false;
  };
  std::visit(Overload{[](NotOurs) {}, [this](Malformed) { spoiled_ = true; },
                      [&](auto& what) {
                        if (wanted(what)) picture_.add(std::move(what));
                      }},
             message);
}

bool Dump::end_of_part(int error) {
  const bool routes = part_ == Part::ipv4_routes || part_ == Part::ipv6_routes;
  // A main table that never held a route does not exist; neither does that of an absent IPv6.
  const bool no_table =
      routes && (error == -ENOENT || error == -EAFNOSUPPORT || error == -EOPNOTSUPP);
  if (error != 0 && !no_table) {
    disconnect();
    try_again(std::system_category().message(-error));
    return false;
  }
  if (spoiled_) {
    try_again("the addresses keep changing while they are read");
    return false;
  }
  if (part_ != Part::ipv6_routes) {
    part_ = static_cast<Part>(static_cast<int>(part_) + 1);
    ask();
    return state_ == State::asking;
  }
  if (auto seen = std::move(picture_).complete()) {
    finish(core::KernelSeen{std::move(*seen)});
  } else {
    try_again("the interfaces keep changing while they are read");
  }
  return false;
}

void Dump::try_again(std::string why) {
  ++thrown_away_;
  if (++tries_ >= most_tries) return refuse(std::move(why));
  state_ = State::pausing;
  alarm_.set(Clock::now() + pause_before(tries_));
}

void Dump::finish(core::Event answer) {
  state_ = State::idle;
  if (again_) return start();
  alarm_.clear();
  on_answer_(std::move(answer));  // last: it may start the next
}

void Dump::alarm() {
  switch (state_) {
    case State::idle:
      return;
    case State::pausing:
      return begin();
    case State::refusing:
      again_ = false;
      return finish(core::KernelUnreadable{std::move(why_not_)});
    case State::asking:
      break;
  }
  if (std::exchange(moved_, false)) return alarm_.set(Clock::now() + patience);
  disconnect();
  finish(core::KernelUnreadable{"the kernel did not answer in 2 s"});
}

Result<Nothing> Dump::connect() {
  auto socket = RouteSocket::open(buffer_);
  if (!socket) return std::move(socket.error());
  socket->ask_strictly();
  socket_.emplace(std::move(*socket));
  poll_.emplace(*loop_, socket_->fd(), [this] { hear(); });
  return Nothing{};
}

void Dump::disconnect() {
  poll_.reset();
  socket_.reset();
}

}  // namespace nsfollow::netlink
