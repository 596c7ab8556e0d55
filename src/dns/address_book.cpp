// SPDX-License-Identifier: MIT
#include "dns/address_book.h"
#include <algorithm>
#include <utility>
#include "base/log.h"

namespace nsfollow::dns {

namespace {

constexpr auto good_for = std::chrono::minutes{5};
constexpr auto bad_for = std::chrono::seconds{1};  // shorter than any pause between two tries

}  // namespace

AddressBook::AddressBook(uv::Loop& loop, std::function<void()> on_news, std::size_t most_lookups)
    : loop_(loop), on_news_(std::move(on_news)), most_lookups_(most_lookups) {}

AddressBook::Address AddressBook::find(const core::Server& server, TimePoint now) {
  if (const auto literal = uv::Endpoint::literal(server.host, server.port)) return *literal;
  auto& entry = entries_[server];
  if (now >= entry.fresh_until && !entry.lookup) {
    if (!has_room()) return Asking{};
    look_up(server, entry);
  }
  if (entry.lookup) return Asking{};
  if (!entry.addresses.empty()) return entry.addresses[entry.current];
  return log::escape(server.host) + ": " + entry.why_not;
}

bool AddressBook::has_room() const {
  const auto running = std::ranges::count_if(
      entries_, [](const auto& entry) { return entry.second.lookup.has_value(); });
  return static_cast<std::size_t>(running) < most_lookups_;
}

void AddressBook::look_up(const core::Server& server, Entry& entry) {
  // libuv before 1.48 cut longer names and looked up what was left (CVE-2024-24806).
  if (server.host.empty() || server.host.size() > 253) {
    found(entry, std::string{"is not a host name"});
    return;
  }
  entry.lookup.emplace(loop_, server.host, server.port,
                       [this, &entry](uv::Resolve::Addresses addresses) {
                         found(entry, std::move(addresses));
                         on_news_();
                       });
  if (!entry.lookup->is_running()) found(entry, std::string{"cannot be looked up"});
}

void AddressBook::found(Entry& entry, uv::Resolve::Addresses addresses) {
  entry.lookup.reset();
  const auto now = Clock::now();
  if (!addresses) {
    entry.why_not = addresses.error();
    entry.fresh_until = now + bad_for;
    return;
  }
  // Whichever was next before stays next, if it is still an address of the server.
  std::size_t current = 0;
  if (!entry.addresses.empty()) {
    const auto same = std::ranges::find(*addresses, entry.addresses[entry.current]);
    if (same != addresses->end()) current = static_cast<std::size_t>(same - addresses->begin());
  }
  entry.addresses = *std::move(addresses);
  entry.current = current;
  entry.fresh_until = now + good_for;
}

std::optional<uv::Endpoint> AddressBook::recall(const core::Server& server) const {
  const auto known = entries_.find(server);
  if (known == entries_.end() || known->second.addresses.empty()) return std::nullopt;
  return known->second.addresses[known->second.current];
}

void AddressBook::note_failure(const core::Server& server, const uv::Endpoint& address) {
  const auto known = entries_.find(server);
  if (known == entries_.end() || known->second.addresses.empty()) return;
  auto& entry = known->second;
  // Several exchanges may have failed at the same address: it counts once.
  if (entry.addresses[entry.current] == address)
    entry.current = (entry.current + 1) % entry.addresses.size();
  entry.fresh_until = {};
}

}  // namespace nsfollow::dns
