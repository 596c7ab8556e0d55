// SPDX-License-Identifier: MIT
// A status with something of everything in it.
#pragma once
#include "core/status.h"

namespace nsfollow::test {

using namespace std::chrono_literals;

inline core::DnsName dns_name(const std::string& text) { return *core::DnsName::parse(text); }

inline core::Rrset addresses(std::initializer_list<const char*> all) {
  core::Rrset rrset{.ttl = 60s, .records = {}};
  for (const auto* one : all) rrset.records.insert(core::rdata_of(*core::IpAddress::parse(one)));
  return rrset;
}

inline core::Status::Zone sample_zone() {
  return {.label = "d.example.com",
          .name = dns_name("d.example.com"),
          .server = {"ns1.example.com", 5353},
          .is_right = true,
          .trouble = {},
          .answered_ago = 150s,
          .next_in = 90s,
          .clock_behind = {}};
}

inline core::Status::Name sample_name(const std::string& name = "host1.d.example.com") {
  return {.key = {dns_name(name), core::RrType::a},
          .zone = "d.example.com",
          .wanted = addresses({"5.6.7.8"}),
          .published = addresses({"5.6.7.8"}),
          .changed_ago = 2h,
          .remark = {}};
}

inline core::Status sample_status() {
  return {.running_for = 3h,
          .zones = {sample_zone()},
          .names = {sample_name()},
          .sources = {{.name = "gateway for IPv4 behind wan0",
                       .answer = "5.6.7.8",
                       .by = "192.168.1.1 (NAT-PMP)",
                       .why_not = {}}}};
}

// Nothing is well, and what others said is meant for a terminal.
inline core::Status sad_status() {
  auto status = sample_status();
  status.names[0].published = addresses({"5.6.7.9"});
  status.names.push_back({.key = {dns_name("host1.d.example.com"), core::RrType::aaaa},
                          .zone = "d.example.com",
                          .wanted = {},
                          .published = {},
                          .changed_ago = {},
                          .remark = "there is no address to publish"});
  status.zones[0].is_right = false;
  status.zones[0].trouble =
      "could not confirm host1.d.example.com A: ns1.example.com:5353 says REFUSED: it does not "
      "serve this zone, the zone is frozen, or the key has no right to this name and type; look "
      "at update-policy or allow-update there (\x1b[2J\"\n\\)";
  status.zones[0].needs_a_person = true;
  status.zones[0].trouble_for = 5min;
  status.zones[0].tries = 12;
  status.zones[0].clock_behind = -412s;
  status.sources[0] = {.name = "/etc/nsfollow/\"x\"\n", .answer = {}, .by = {}, .why_not = "no"};
  return status;
}

}  // namespace nsfollow::test
