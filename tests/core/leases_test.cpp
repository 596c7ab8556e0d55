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
  Random random{1};
  CHECK(leases.due(wanting({a, b}), start) == std::vector{a, b});
  CHECK(leases.due(wanting({a, b}), start) == std::vector{a, b});
  CHECK(leases.next() == TimePoint::max());  // nothing more than what is due
}

TEST_CASE("an RRset is renewed when four fifths of its own lease are over, or a little later") {
  Leases leases;
  Random random{1};
  (void)leases.due(wanting({a, b}), start);
  CHECK_FALSE(leases.accepted({{a, some, some}}, 100s, random, start));
  CHECK(leases.due(wanting({a, b}), start + 1s) == std::vector{b});
  CHECK_FALSE(leases.accepted({{b, some, some}}, 200s, random, start));
  CHECK(leases.next() > start + 80s);
  CHECK(leases.next() < start + 85s);
  CHECK(leases.due(wanting({a, b}), start + 80s).empty());
  CHECK(leases.due(wanting({a, b}), start + 85s) == std::vector{a});
  CHECK(leases.next() > start + 160s);  // what is due already is not waited for
  CHECK(leases.due(wanting({a, b}), start + 170s) == std::vector{a, b});
}

TEST_CASE("a server that grants no lease is told of once, and nothing is due there") {
  const auto nothing = GENERATE(std::optional<std::chrono::seconds>{}, 0s);
  Leases leases;
  Random random{1};
  (void)leases.due(wanting({a}), start);
  CHECK(leases.accepted({{a, {}, some}}, nothing, random, start));
  CHECK_FALSE(leases.accepted({{a, some, some}}, nothing, random, start));
  CHECK(leases.due(wanting({a}), start + 1000h).empty());
  CHECK(leases.next() == TimePoint::max());
}

TEST_CASE("silence after a grant is the same grant again, and none is the end of it") {
  Leases leases;
  Random random{1};
  (void)leases.due(wanting({a}), start);
  CHECK_FALSE(leases.accepted({{a, {}, some}}, 100s, random, start));
  CHECK_FALSE(leases.accepted({{a, some, some}}, {}, random, start + 80s));
  CHECK(leases.due(wanting({a}), start + 165s) == std::vector{a});
  CHECK(leases.accepted({{a, some, some}}, 0s, random, start + 165s));
  CHECK(leases.due(wanting({a}), start + 1000h).empty());
}

TEST_CASE("what is not wanted any more has no lease to renew") {
  Leases leases;
  Random random{1};
  (void)leases.due(wanting({a, b}), start);
  (void)leases.accepted({{a, {}, some}, {b, {}, some}}, 100s, random, start);
  CHECK(leases.due(wanting({b}), start + 100s) == std::vector{b});
  auto gone = wanting({b});
  gone[b].to = {};
  CHECK(leases.due(gone, start + 100s).empty());
  CHECK(leases.next() == TimePoint::max());
}
