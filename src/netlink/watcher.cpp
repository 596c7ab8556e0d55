// SPDX-License-Identifier: MIT
#include "netlink/watcher.h"
#include <linux/rtnetlink.h>
#include <algorithm>
#include <utility>
#include <variant>
#include "base/overload.h"

namespace nsfollow::netlink {

namespace {

constexpr int queue_size = 1 << 20;  // about 2500 messages before an overrun
constexpr int reads_per_turn = 256;

// What cannot be read may be anything: better one look too many.
bool is_news(Bytes datagram) {
  while (const auto message = next_message(datagram)) {
    const bool news =
        std::visit(Overload{[](NotOurs) { return false; }, [](const auto&) { return true; }},
                   decode(*message));
    if (news) return true;
  }
  return !datagram.empty();
}

}  // namespace

Result<std::unique_ptr<Watcher>> Watcher::open(uv::Loop& loop,
                                               std::function<void(core::Event)> on_event) {
  std::unique_ptr<Watcher> watcher{new Watcher(loop, std::move(on_event))};
  if (auto listening = watcher->listen(); !listening) return std::move(listening.error());
  return watcher;
}

Watcher::Watcher(uv::Loop& loop, std::function<void(core::Event)> on_event)
    : loop_(&loop),
      on_event_(std::move(on_event)),
      dump_(loop, [this](core::Event answer) { on_event_(std::move(answer)); }) {}

void Watcher::look() {
  // A picture without anybody listening would grow old unnoticed.
  if (!socket_)
    if (auto listening = listen(); !listening)
      return dump_.refuse(std::move(listening.error().text));
  dump_.start();
}

Result<Nothing> Watcher::listen() {
  auto socket = RouteSocket::open();
  if (!socket) return std::move(socket.error());
  auto subscribed = socket->subscribe({RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
                                       RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE},
                                      queue_size);
  if (!subscribed) return subscribed;
  socket_.emplace(std::move(*socket));
  poll_.emplace(*loop_, socket_->fd(), [this] { hear(); });
  return Nothing{};
}

void Watcher::hear() {
  bool stirred = false;
  for (int reads = 0; reads < reads_per_turn; ++reads) {
    const auto got = socket_->receive();
    if (got.kind == Received::Kind::nothing) break;
    switch (got.kind) {
      case Received::Kind::nothing:
      case Received::Kind::foreign:
        break;
      case Received::Kind::messages:
        stirred = stirred || is_news(got.bytes);
        break;
      case Received::Kind::overrun:
        ++overruns_;
        stirred = true;
        break;
      case Received::Kind::too_large:
        stirred = true;
        break;
      case Received::Kind::broken:
        return reopen();
    }
  }
  if (stirred) on_event_(core::KernelStirred{});
}

void Watcher::reopen() {
  poll_.reset();
  socket_.reset();
  if (auto listening = listen(); !listening)
    return on_event_(core::KernelUnreadable{std::move(listening.error().text)});
  on_event_(core::KernelStirred{});  // for what happened while nobody listened
}

}  // namespace nsfollow::netlink
