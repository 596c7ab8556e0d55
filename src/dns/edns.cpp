// SPDX-License-Identifier: MIT
#include "dns/edns.h"
#include <algorithm>

namespace nsfollow::dns {

namespace {

constexpr std::uint16_t option_lease = 2;      // RFC 9664 4
constexpr std::uint16_t datagram_size = 1232;  // what any path carries whole

}  // namespace

void ask_for_lease(Buffer& message, std::chrono::seconds lease) {
  constexpr std::int64_t longest = 0xffffffff;
  put_number(message, 0, 1);  // owner: the root
  put_number(message, type_opt, 2);
  put_number(message, datagram_size, 2);
  put_number(message, 0, 4);  // no extended RCODE, version 0, no flags
  put_number(message, 8, 2);
  put_number(message, option_lease, 2);
  put_number(message, 4, 2);  // the form without a KEY-LEASE: we add no KEY records
  put_number(message,
             static_cast<std::uint64_t>(std::clamp<std::int64_t>(lease.count(), 0, longest)), 4);
  const auto additional = (message[10] << 8 | message[11]) + 1;
  message[10] = static_cast<std::uint8_t>(additional >> 8);
  message[11] = static_cast<std::uint8_t>(additional);
}

std::optional<Edns> read_edns(const Scan& scan) {
  const auto is_opt = [](const Record& record) { return record.type == type_opt; };
  const auto opt = std::ranges::find_if(scan.records, is_opt);
  // RFC 6891 6.1.1: one at most, of the root, among the additional records.
  if (std::ranges::count_if(scan.records, is_opt) != 1 || opt->section != Section::additional ||
      opt->owner.size() != 1)
    return std::nullopt;
  Edns edns{.rcode = opt->ttl >> 24, .lease = {}};
  Reader options{opt->rdata};
  while (!options.at_end()) {
    const auto code = options.u16();
    const auto value = options.octets(options.u16());
    if (!options.ok()) return std::nullopt;
    if (code != option_lease || (value.size() != 4 && value.size() != 8)) continue;
    Reader lease{value};
    edns.lease = std::chrono::seconds{static_cast<std::int64_t>(lease.number(4))};
  }
  return edns;
}

}  // namespace nsfollow::dns
