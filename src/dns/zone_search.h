// SPDX-License-Identifier: MIT
// Which server is the primary of a zone: the questions to a resolver, and what its answers amount
// to.  No I/O.
#pragma once
#include <optional>
#include "core/event.h"
#include "dns/exchange.h"

namespace nsfollow::dns {

// Asks for the SOA of the zone.  Where there is none, it goes on up to the zone cut, as nsupdate(1)
// does, but only to tell the person in which zone the name lies.
class ZoneSearch {
 public:
  explicit ZoneSearch(core::DnsName zone) : zone_(std::move(zone)), name_(zone_) {}

  [[nodiscard]] core::RrsetKey question() const { return {name_, core::RrType::soa}; }
  // `answer` is `done`.  Gives back how the search ended, without its ID; else there is another
  // question, and there are no more of them than the name has labels.
  [[nodiscard]] std::optional<core::PrimaryFound> hear(const Ended& answer);

 private:
  [[nodiscard]] core::PrimaryFound read(const core::Rrset& soa) const;
  [[nodiscard]] core::PrimaryFound lies_in(const core::DnsName& other) const;
  [[nodiscard]] std::optional<core::PrimaryFound> go_up();

  core::DnsName zone_;
  core::DnsName name_;  // that is asked about: the zone's or one above it
};

}  // namespace nsfollow::dns
