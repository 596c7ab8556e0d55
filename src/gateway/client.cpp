// SPDX-License-Identifier: MIT
// The callbacks of an exchange only leave word; turn() tells it.  So no exchange is ever destroyed
// while a callback of its own is running.
#include "gateway/client.h"
#include <utility>
#include "base/log.h"

namespace nsfollow::gateway {

Client::Client(uv::Loop& loop, std::function<void(core::Event)> on_event, const Timings& timings)
    : loop_(loop),
      on_event_(std::move(on_event)),
      timings_(timings),
      ear_(loop,
           [this](const core::IpAddress& sender) { on_event_(core::GatewayStirred{sender}); }),
      next_turn_(loop, [this] { turn(); }) {}

void Client::ask(const core::AskGateway& question) {
  listen();
  auto& exchange = running_.emplace_back(loop_, question, timings_,
                                         Exchange::Listener{
                                             [this](core::GatewayTold told) {
                                               outbox_.push_back(std::move(told));
                                               wake();
                                             },
                                             [this] { wake(); },
                                         });
  exchange.start();
}

void Client::abandon(core::ExchangeId id) {
  running_.remove_if([id](const Exchange& exchange) { return exchange.id() == id; });
  std::erase_if(outbox_, [id](const core::GatewayTold& told) { return told.id == id; });
}

void Client::listen() {
  const auto opened = ear_.open();
  if (opened || std::exchange(has_complained_, true)) return;
  log::line(log::Level::warning,
            "cannot hear what gateways announce, so a new public address is "
            "noticed later: " +
                opened.error());
}

void Client::wake() { next_turn_.call(); }

void Client::turn() {
  running_.remove_if([](const Exchange& exchange) { return exchange.is_over(); });
  // Whoever hears an event may ask and abandon: nothing here is held across the call.
  while (!outbox_.empty()) {
    auto told = std::move(outbox_.front());
    outbox_.pop_front();
    on_event_(std::move(told));
  }
}

}  // namespace nsfollow::gateway
