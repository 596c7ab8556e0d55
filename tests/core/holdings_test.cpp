// SPDX-License-Identifier: MIT
// What the primary is known to hold.
#include "core/holdings.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace std::chrono_literals;

namespace {

const RrsetKey key{*DnsName::parse("a.example.test"), RrType::a};

Rrset holding(std::string_view address, std::chrono::seconds ttl = 300s) {
  return {ttl, {rdata_of(*IpAddress::parse(address))}};
}

}  // namespace

TEST_CASE("what is in doubt is unknown, and remembered for the next run") {
  Holdings holdings{{{key, holding("192.0.2.1")}}};
  CHECK(holdings.published().empty());
  CHECK_FALSE(holdings.show(key, holding("192.0.2.1"), false));
  CHECK(holdings.show(key, holding("192.0.2.2"), false));
  CHECK(holdings.show(key, holding("192.0.2.2", 60s), false));
  holdings.doubt(key);
  CHECK(holdings.published().empty());
  CHECK(holdings.remembered().at(key) == holding("192.0.2.2", 60s));
}

TEST_CASE("what another put there is foreign until it is wished for") {
  Holdings holdings{{}};
  SECTION("at a name of our own") {
    (void)holdings.show(key, holding("192.0.2.1"), false);
    CHECK(holdings.is_foreign(key));
    (void)holdings.show(key, holding("192.0.2.1"), true);
    CHECK(holdings.is_foreign(key));
    holdings.is_wished_for(key);
    CHECK_FALSE(holdings.is_foreign(key));
    (void)holdings.show(key, holding("192.0.2.1", 60s), false);
    CHECK_FALSE(holdings.is_foreign(key));
  }
  SECTION("but not where others have a part") {
    (void)holdings.show(key, holding("192.0.2.1"), true);
    CHECK_FALSE(holdings.is_foreign(key));
  }
}

TEST_CASE("a server that keeps its own TTL is left alone, until the records change") {
  Holdings holdings{{}};
  const Change change{key, {}, holding("192.0.2.1")};
  holdings.keeps_ttl(change, 300s);
  CHECK_FALSE(holdings.insists({key, holding("192.0.2.1", 60s), change.to}));
  holdings.keeps_ttl(change, 60s);
  CHECK(holdings.insists({key, holding("192.0.2.1", 60s), change.to}));
  CHECK_FALSE(holdings.insists({key, holding("192.0.2.1", 30s), change.to}));
  CHECK_FALSE(holdings.insists({key, holding("192.0.2.2", 60s), change.to}));
}

TEST_CASE("nothing stays of an RRset that is forgotten") {
  Holdings holdings{{}};
  (void)holdings.show(key, holding("192.0.2.1"), false);
  holdings.keeps_ttl({key, {}, holding("192.0.2.1")}, 60s);
  holdings.confirm(key, TimePoint{1s});
  CHECK(holdings.forget([](const RrsetKey&, const Rrset&) { return false; }).empty());
  CHECK(holdings.confirmed_at(key) == TimePoint{1s});
  CHECK(holdings.forget([](const RrsetKey&, const Rrset&) { return true; }) == std::set{key});
  CHECK(holdings.published().empty());
  CHECK(holdings.remembered().empty());
  CHECK_FALSE(holdings.is_foreign(key));
  CHECK_FALSE(holdings.confirmed_at(key));
  CHECK_FALSE(holdings.insists({key, holding("192.0.2.1", 60s), holding("192.0.2.1")}));
}
