// SPDX-License-Identifier: MIT
// Which address of a server to ask next.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/clock.h"
#include "core/server.h"
#include "uv/resolve.h"

namespace nsfollow::dns {

// Keeps to the address that answers, moves on to the next when one does not, and asks the resolver
// again after a failure and every 5 minutes.  While the resolver is dead, what it said before
// holds: the very outage that needs an update often takes the resolver with it.
class AddressBook {
 public:
  struct Asking {};                                                 // on_news will come
  using Address = std::variant<uv::Endpoint, Asking, std::string>;  // string: why there is none

  static constexpr std::size_t any_number = ~std::size_t{0};

  // on_news: a lookup has ended, ask again.  most_lookups: at once; others wait for their turn.
  AddressBook(uv::Loop& loop, std::function<void()> on_news, std::size_t most_lookups = any_number);

  // A literal needs no lookup.  One lookup at a time per server, however often this is called.
  [[nodiscard]] Address find(const core::Server& server, TimePoint now);
  // For those who cannot wait for the lookup: what was true before.
  [[nodiscard]] std::optional<uv::Endpoint> recall(const core::Server& server) const;
  // No believable answer came from there.
  void note_failure(const core::Server& server, const uv::Endpoint& address);

 private:
  struct Entry {
    std::vector<uv::Endpoint> addresses;
    std::size_t current = 0;
    TimePoint fresh_until{};
    std::string why_not;  // of the last lookup; holds until fresh_until
    std::optional<uv::Resolve> lookup;
  };
  [[nodiscard]] bool has_room() const;
  void look_up(const core::Server& server, Entry& entry);
  static void found(Entry& entry, uv::Resolve::Addresses addresses);

  uv::Loop& loop_;
  std::function<void()> on_news_;
  const std::size_t most_lookups_;
  std::map<core::Server, Entry> entries_;
};

}  // namespace nsfollow::dns
