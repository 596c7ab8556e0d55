// SPDX-License-Identifier: MIT
#include "dns/zone_search.h"
#include <algorithm>
#include <utility>
#include "core/named_server.h"

namespace nsfollow::dns {

namespace {

using core::DnsName;
using core::PrimaryFound;
using namespace std::chrono_literals;

// What changes seldom is not asked for all the time, and what was wrong for a moment not kept for
// weeks, whatever the SOA says.
constexpr std::chrono::seconds shortest_ttl = 1min, longest_ttl = 24h;

PrimaryFound found_none(std::string why_not) {
  return {.id = 0, .primary = {}, .ttl = {}, .why_not = std::move(why_not)};
}

}  // namespace

std::optional<PrimaryFound> ZoneSearch::hear(const Ended& answer) {
  if (!answer.found.empty()) return name_ == zone_ ? read(answer.found) : lies_in(name_);
  // Beside a CNAME the authority section speaks of the name that it leads to.
  if (answer.is_alias || !answer.zone) return go_up();
  // RFC 2308 2.1, 2.2: the zone that has no such name or no SOA there.
  if (*answer.zone == zone_)
    return found_none("the resolver does not tell the SOA of " + zone_.to_text());
  return lies_in(*answer.zone);
}

PrimaryFound ZoneSearch::read(const core::Rrset& soa) const {
  const auto& rdata = *soa.records.begin();
  const auto primary = core::server_in(rdata);
  if (!primary)
    return found_none("the SOA of " + zone_.to_text() + " names \"" + core::server_text(rdata) +
                      "\" as the primary, which is no host name");
  return {.id = 0,
          .primary = primary,
          .ttl = std::clamp(soa.ttl, shortest_ttl, longest_ttl),
          .why_not = {}};
}

PrimaryFound ZoneSearch::lies_in(const DnsName& other) const {
  return found_none(zone_.to_text() + " is no zone; it lies in " + other.to_text());
}

std::optional<PrimaryFound> ZoneSearch::go_up() {
  if (name_ == DnsName{})
    return found_none("the resolver knows no zone that " + zone_.to_text() + " lies in");
  const auto text = name_.to_text();
  const auto dot = text.find('.');
  name_ = dot == std::string::npos ? DnsName{} : *DnsName::parse(text.substr(dot + 1));
  return std::nullopt;
}

}  // namespace nsfollow::dns
