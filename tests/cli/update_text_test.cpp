// SPDX-License-Identifier: MIT
#include "cli/update_text.h"
#include "support/catch.h"

using namespace nsfollow::core;
using nsfollow::cli::update_text;
using namespace std::chrono_literals;

namespace {

const Zone zone{.name = *DnsName::parse("d.example.com"), .servers = {{"ns1", 5353}, {"ns2", 53}}};
const DnsName host1 = *DnsName::parse("host1.d.example.com");

Rrset rrset(std::initializer_list<const char*> addresses) {
  Rrset all{300s, {}};
  for (const char* text : addresses) all.records.insert(rdata_of(*IpAddress::parse(text)));
  return all;
}

}  // namespace

TEST_CASE("an address that changes is a guarded update for nsupdate", "[update_text]") {
  const Change change{{host1, RrType::a}, rrset({"192.0.2.3"}), rrset({"192.0.2.7"})};
  CHECK(update_text(zone, {change}) ==
        "server ns1 5353\n"
        "zone d.example.com\n"
        "prereq yxrrset host1.d.example.com A 192.0.2.3\n"
        "update delete host1.d.example.com A\n"
        "update add host1.d.example.com. 300 A 192.0.2.7\n"
        "send\n");
}

TEST_CASE("guards stand before deletes, and deletes before adds", "[update_text]") {
  const Change first{{host1, RrType::a}, {}, rrset({"192.0.2.7", "192.0.2.8"})};
  const Change second{{host1, RrType::aaaa}, rrset({"2001:db8::1"}), {}};
  CHECK(update_text(zone, {first, second}) ==
        "server ns1 5353\n"
        "zone d.example.com\n"
        "prereq nxrrset host1.d.example.com A\n"
        "prereq yxrrset host1.d.example.com AAAA 2001:db8::1\n"
        "update delete host1.d.example.com AAAA\n"
        "update add host1.d.example.com. 300 A 192.0.2.7\n"
        "update add host1.d.example.com. 300 A 192.0.2.8\n"
        "send\n");
}
