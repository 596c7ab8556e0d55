// SPDX-License-Identifier: MIT
// RRsets (RFC 8499): all records of one owner name and type, with one TTL.
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include "core/dns_name.h"
#include "core/ip_address.h"

namespace nsfollow::core {

// The IANA number is the value, so that a type which has no name here still has one.
enum class RrType : std::uint16_t {
  a = 1,
  ns = 2,
  cname = 5,
  soa = 6,
  ptr = 12,
  mx = 15,
  txt = 16,
  aaaa = 28,
  srv = 33,
  sshfp = 44,
  tlsa = 52,
  svcb = 64,
  https = 65,
  caa = 257,
};

// The RDATA of one record: its octets on the wire, uncompressed, names in lower case.
using Rdata = std::string;

[[nodiscard]] RrType type_of(Family family);
[[nodiscard]] Rdata rdata_of(const IpAddress& address);
[[nodiscard]] std::string describe(RrType type);  // "AAAA", "TYPE65280" (RFC 3597)
[[nodiscard]] std::string describe(RrType type, const Rdata& rdata);  // "192.0.2.7", "\# 2 abcd"

struct RrsetKey {
  DnsName owner;
  RrType type = RrType::a;
  auto operator<=>(const RrsetKey&) const = default;
};
[[nodiscard]] std::string describe(const RrsetKey& key);  // "host1.d.example.com AAAA"

struct Rrset {
  std::chrono::seconds ttl{0};  // 0 when there are no records
  std::set<Rdata> records;      // none: there is no such RRset

  [[nodiscard]] bool empty() const { return records.empty(); }
  bool operator==(const Rrset&) const = default;
};
[[nodiscard]] std::string describe(RrType type,
                                   const Rrset& rrset);  // "192.0.2.7, 192.0.2.8", "none"

// What one zone holds, or should hold, at the keys that concern us.  A key that is not in the map
// is unknown; a key with an empty RRset is known to be absent.
using RecordPicture = std::map<RrsetKey, Rrset>;

}  // namespace nsfollow::core
