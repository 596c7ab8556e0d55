// SPDX-License-Identifier: MIT
#include "dns/message.h"
#include <set>
#include "dns/wire_scan.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::dns;

namespace {

core::DnsName name(std::string_view text) { return *core::DnsName::parse(text); }
const core::DnsName zone = name("example.test");
const core::RrsetKey host{name("host.example.test"), core::RrType::a};
const core::Rrset one{std::chrono::seconds{60}, {"\1\1\1\1"}};
const core::Rrset two{std::chrono::seconds{60}, {"\1\1\1\1", "\2\2\2\2"}};

// "+ host.example.test A 60 4": section, class in letters, type, TTL, octets of RDATA.
std::vector<std::string> words_of(const Buffer& message) {
  std::vector<std::string> all;
  const auto scanned = scan(message);
  REQUIRE(scanned);
  for (const auto& record : scanned->records) {
    const char* sections[] = {"", "if", "do", "more"};
    const auto rr_class = record.rr_class == 1     ? "IN"
                          : record.rr_class == 254 ? "NONE"
                          : record.rr_class == 255 ? "ANY"
                                                   : "?";
    all.push_back(std::string{sections[static_cast<int>(record.section)]} + ' ' + rr_class +
                  " type " + std::to_string(record.type) + " ttl " + std::to_string(record.ttl) +
                  " size " + std::to_string(record.rdata.size()));
    CHECK(record.owner == to_wire(host.owner));
  }
  return all;
}

std::vector<std::string> update(const core::Change& change) {
  return words_of(*build_update(zone, std::vector{change}));
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("an RRset that is absent is guarded as absent, and only added") {
  CHECK(update({host, {}, one}) ==
        Words{"if NONE type 1 ttl 0 size 0", "do IN type 1 ttl 60 size 4"});
}

TEST_CASE("an RRset that is there is guarded record by record, deleted whole, and added whole") {
  CHECK(update({host, two, one}) == Words{"if IN type 1 ttl 0 size 4", "if IN type 1 ttl 0 size 4",
                                          "do ANY type 1 ttl 0 size 0",
                                          "do IN type 1 ttl 60 size 4"});
  CHECK(update({host, one, {}}) ==
        Words{"if IN type 1 ttl 0 size 4", "do ANY type 1 ttl 0 size 0"});
}

TEST_CASE("what is there already can be written once more", "[message]") {
  CHECK(update({host, one, one}) == Words{"if IN type 1 ttl 0 size 4", "do ANY type 1 ttl 0 size 0",
                                          "do IN type 1 ttl 60 size 4"});
}

TEST_CASE("where others write, only what differs is sent, and of the rest what is ours") {
  CHECK(update({host, two, one, true}) == Words{"if IN type 1 ttl 0 size 4",
                                                "if IN type 1 ttl 0 size 4",
                                                "do NONE type 1 ttl 0 size 4"});
  CHECK(update({host, one, two, true}) ==
        Words{"if IN type 1 ttl 0 size 4", "do IN type 1 ttl 60 size 4"});
  CHECK(update({host, two, two, true, one.records}) == Words{"if IN type 1 ttl 0 size 4",
                                                             "if IN type 1 ttl 0 size 4",
                                                             "do IN type 1 ttl 60 size 4"});
}

TEST_CASE("all deletions of an update stand before all that it adds") {
  const core::RrsetKey v6{host.owner, core::RrType::aaaa};
  const core::Rrset old6{std::chrono::seconds{60}, {std::string(16, '\1')}};
  const core::Rrset new6{std::chrono::seconds{60}, {std::string(16, '\2')}};
  const auto words =
      words_of(*build_update(zone, std::vector<core::Change>{{host, one, two}, {v6, old6, new6}}));
  CHECK(words == Words{"if IN type 1 ttl 0 size 4", "if IN type 28 ttl 0 size 16",
                       "do ANY type 1 ttl 0 size 0", "do ANY type 28 ttl 0 size 0",
                       "do IN type 1 ttl 60 size 4", "do IN type 1 ttl 60 size 4",
                       "do IN type 28 ttl 60 size 16"});
}

TEST_CASE("an update names the zone, and neither it nor a question asks for recursion") {
  const auto request = *build_update(zone, std::vector<core::Change>{{host, {}, one}});
  const auto scanned = scan(request);
  REQUIRE(scanned);
  CHECK(scanned->header.flags == 0x2800);
  CHECK(scanned->questions.at(0) == Question{to_wire(zone), type_soa, class_in});

  const auto question = scan(*build_question(host));
  REQUIRE(question);
  CHECK(question->header.flags == 0);
  CHECK(question->questions.at(0) == Question{to_wire(host.owner), 1, class_in});
  CHECK(question->records.empty());
}

TEST_CASE("IDs do not repeat themselves") {
  std::set<std::uint16_t> ids;
  for (int i = 0; i < 100; ++i) ids.insert(read_header(*build_question(host))->id);
  CHECK(ids.size() > 90);
}

TEST_CASE("the root is a zone like any other") {
  CHECK(scan(*build_update(core::DnsName{}, std::vector<core::Change>{{host, {}, one}}))
            ->questions.at(0)
            .name == std::string(1, '\0'));
}

TEST_CASE("an update that no message can hold is refused, not cut") {
  core::Rrset huge{std::chrono::seconds{60}, {}};
  for (int i = 0; i < 3000; ++i) {
    std::string octets(16, '\0');
    octets[0] = static_cast<char>(i >> 8);
    octets[1] = static_cast<char>(i);
    huge.records.insert(octets);
  }
  const core::RrsetKey v6{host.owner, core::RrType::aaaa};
  const auto message = build_update(zone, std::vector<core::Change>{{v6, {}, huge}});
  REQUIRE_FALSE(message);
  CHECK_THAT(message.error(), nsfollow::test::ContainsSubstring("message"));
}
