// SPDX-License-Identifier: MIT
#include "dns/resolver.h"
#include <algorithm>
#include <utility>
#include "dns/resolv_conf.h"

namespace nsfollow::dns {

namespace {

// Each lookup holds one of libuv's two workers for it for as long as a dead resolver pleases; the
// name of a primary that shall be updated must find the other one free.
constexpr std::size_t names_at_once = 1;

const core::TsigKey* no_key(const core::ZoneLabel&) { return nullptr; }

}  // namespace

Resolver::Resolver(uv::Loop& loop, std::function<void(core::Event)> on_event, Resolving how)
    : loop_(loop),
      on_event_(std::move(on_event)),
      how_(std::move(how)),
      name_servers_(loop, no_key, on_event_, how_.questions, names_at_once),
      next_turn_(loop, [this] { turn(); }),
      timer_(loop, [this] { turn(); }) {}

void Resolver::find_primary(const core::FindPrimary& question) {
  searches_.emplace_back(loop_, question, read_resolv_conf(how_.resolv_conf, how_.port),
                         how_.search, [this] { wake(); });
  wake();
}

void Resolver::ask(const core::AskNameServer& question) { name_servers_.ask(question); }

void Resolver::abandon(core::ExchangeId id) {
  searches_.remove_if([id](const PrimarySearch& search) { return search.id() == id; });
  name_servers_.abandon(id);
}

void Resolver::wake() { next_turn_.call(); }

// Everything happens here, from the loop, so that no search is destroyed while it is calling.
void Resolver::turn() {
  for (auto& search : searches_) search.advance(Clock::now());
  for (;;) {
    const auto over = std::ranges::find_if(
        searches_, [](const PrimarySearch& search) { return search.result().has_value(); });
    if (over == searches_.end()) break;
    const auto result = *over->result();
    searches_.erase(over);
    on_event_(result);  // whoever hears it may find and abandon
  }
  if (next_turn_.is_coming()) return;
  auto next = TimePoint::max();
  for (const auto& search : searches_) next = std::min(next, search.due());
  if (next != TimePoint::max()) timer_.set(next);
}

}  // namespace nsfollow::dns
