// SPDX-License-Identifier: MIT
// When records have to be renewed (RFC 9664).
#include "core/leases.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

const RrsetKey a{*DnsName::parse("a.example.test"), RrType::a};
const RrsetKey b{*DnsName::parse("b.example.test"), RrType::a};
const Rrset some{300s, {rdata_of(*IpAddress::parse("192.0.2.1"))}};
const TimePoint start{1000s};

WishPicture wanting(std::initializer_list<RrsetKey> keys) {
  WishPicture wanted;
  for (const auto& key : keys) wanted[key].to = some;
  return wanted;
}

}  // namespace

TEST_CASE("what this run has not renewed yet is due") {
  Leases leases;
  CHECK(leases.due(wanting({a, b}), start) == std::vector{a, b});
  CHECK(leases.due(wanting({a, b}), start) == std::vector{a, b});
  CHECK(leases.next() <= start);
}

TEST_CASE("an RRset is renewed when four fifths of its own lease are over") {
  Leases leases;
  (void)leases.due(wanting({a, b}), start);
  CHECK_FALSE(leases.accepted({{a, some, some}}, 100s, start));
  CHECK(leases.due(wanting({a, b}), start + 1s) == std::vector{b});
  CHECK_FALSE(leases.accepted({{b, some, some}}, 200s, start));
  CHECK(leases.next() == start + 80s);
  CHECK(leases.due(wanting({a, b}), start + 79s).empty());
  CHECK(leases.due(wanting({a, b}), start + 80s) == std::vector{a});
  CHECK(leases.due(wanting({a, b}), start + 160s) == std::vector{a, b});
}

TEST_CASE("a server that grants no lease is told of once, and nothing is due there") {
  Leases leases;
  (void)leases.due(wanting({a}), start);
  CHECK(leases.accepted({{a, {}, some}}, {}, start));
  CHECK_FALSE(leases.accepted({{a, some, some}}, {}, start));
  CHECK(leases.due(wanting({a}), start + 1000h).empty());
  CHECK(leases.next() == TimePoint::max());
  CHECK_FALSE(leases.accepted({{a, some, some}}, 100s, start));
  CHECK(leases.accepted({{a, some, some}}, {}, start));
}

TEST_CASE("what is not wanted any more has no lease to renew") {
  Leases leases;
  (void)leases.due(wanting({a, b}), start);
  (void)leases.accepted({{a, {}, some}, {b, {}, some}}, 100s, start);
  CHECK(leases.due(wanting({b}), start + 100s) == std::vector{b});
  auto gone = wanting({b});
  gone[b].to = {};
  CHECK(leases.due(gone, start + 100s).empty());
  CHECK(leases.next() == TimePoint::max());
}
