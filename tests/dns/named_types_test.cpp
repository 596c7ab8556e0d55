// SPDX-License-Identifier: MIT
// Records of all types, and the zones they go to, against a real BIND.
#include "core/rdata_text.h"
#include "dns/caller.h"
#include "support/named.h"

using namespace nsfollow;
using namespace nsfollow::test;
using core::Outcome;

namespace {

Caller caller_of(const Named& named) {
  return Caller{Named::key(core::TsigAlgorithm::hmac_sha256), {"127.0.0.1", named.port()}};
}

core::RrsetKey key_of(std::string_view type, std::string_view owner = "host.example.test") {
  return {name(owner), *core::parse_rr_type(type)};
}

core::Rrset records(const core::RrsetKey& key, std::initializer_list<std::string> texts) {
  core::Rrset set{std::chrono::seconds{300}, {}};
  for (const auto& text : texts) {
    auto rdata = core::parse_rdata(key.type, text);
    INFO(text);
    REQUIRE(rdata);
    set.records.insert(*std::move(rdata));
  }
  return set;
}

struct Row {
  const char* type;
  std::string one, other;
};
const std::string hash(64, 'a');
const std::string long_text(900, 'k');
const std::vector<Row> rows{
    {"TXT", "v=spf1 ip4:5.6.7.8 -all", '"' + long_text + "\" \"\\000\\255;\""},
    // In the zone itself BIND wants an address there, and says REFUSED otherwise.
    {"MX", "10 mail.elsewhere.test", "20 keeps.elsewhere.test"},
    {"SRV", "1 2 443 www.example.test", "1 2 443 www.elsewhere.test"},
    {"HTTPS", "1 . alpn=h2,h3 ipv4hint=5.6.7.8 port=8443", "0 www.example.test"},
    {"SVCB", "1 svc.example.test mandatory=alpn alpn=\"h2\\\\,x\" key100=\\001", "0 a.test"},
    {"CAA", "0 issue \"ca.test; policy=ev\"", "128 Iodef mailto:a@b.test"},
    {"SSHFP", "4 2 " + hash, "1 1 " + hash.substr(0, 40)},
    {"TLSA", "3 1 1 " + hash, "3 1 0 00ff"},
    {"NAPTR", "1 2 \"S\" \"SIP+D2U\" \"\" _sip._udp.example.test",
     "1 3 U E2U+sip \"!^.*$!sip:a!\" ."},
    {"RP", "john\\.doe.example.test txt.example.test", ". ."},
    {"AFSDB", "1 afs.example.test", "2 afs.example.test"},
    {"DNAME", "other.example.test", "another.example.test"},
    {"URI", "1 2 https://example.test/%C3", "1 3 \"mailto:a@b.test\""},
    {"OPENPGPKEY", "AAECAwQF", "/////w=="},
    {"HINFO", "\"a cpu\" os", "\"\" \"\""},
    {"CNAME", "keeps.example.test", "other.example.test"},
    {"TYPE65280", "\\# 3 abcdef", "\\# 0"},
};

}  // namespace

TEST_CASE("records of any type go up, are read back the same, and guard the next update") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  for (const auto& row : rows) {
    const auto key = key_of(row.type, std::string{row.type} + ".example.test");
    const auto first = records(key, {row.one});
    const auto second = records(key, {row.other});
    INFO(describe(key));
    REQUIRE(caller.update({{key, {}, first}}).outcome == Outcome::done);
    CHECK(caller.read(key) == first);
    CHECK(caller.update({{key, second, first}}).outcome == Outcome::guard_failed);
    REQUIRE(caller.update({{key, first, second}}).outcome == Outcome::done);
    CHECK(caller.read(key) == second);
    CHECK(caller.update({{key, second, {}}}).outcome == Outcome::done);
    CHECK(caller.read(key).empty());
  }
}

TEST_CASE("several records of one set are guarded and read as one") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = key_of("MX");
  const auto both = records(key, {"10 mail.elsewhere.test", "20 mail2.elsewhere.test"});
  REQUIRE(caller.update({{key, {}, both}}).outcome == Outcome::done);
  CHECK(caller.read(key) == both);
  const auto one = records(key, {"10 mail.elsewhere.test"});
  CHECK(caller.update({{key, one, {}}}).outcome == Outcome::guard_failed);
  CHECK(caller.update({{key, both, one}}).outcome == Outcome::done);
  CHECK(caller.read(key) == one);
}

TEST_CASE("a name that a person wrote in capitals is read, guarded and replaced in small letters") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  for (const auto* text :
       {"MX 10 Mail.Elsewhere.TEST", "SRV 1 2 3 WWW.example.Test", "PTR Host.Example.Test",
        "CNAME Host.Example.Test", "DNAME Host.Example.Test", "AFSDB 1 Host.Example.Test",
        "NAPTR 1 2 S SIP+D2U \"\" Host.Example.Test"}) {
    const std::string_view words{text};
    const auto type = words.substr(0, words.find(' '));
    const auto key = key_of(type, std::string{type} + ".example.test");
    const auto small = records(key, {std::string{words.substr(type.size() + 1)}});
    auto capital = small;
    auto rdata = *capital.records.begin();
    for (char& c : rdata)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    capital.records = {rdata};
    INFO(text);
    REQUIRE(caller.update({{key, {}, capital}}).outcome == Outcome::done);
    CHECK(caller.read(key) == small);
    const auto other = records(key, {std::string{words.substr(type.size() + 1)} + ".other"});
    CHECK(caller.update({{key, small, other}}).outcome == Outcome::done);
    CHECK(caller.read(key) == other);
  }
}

TEST_CASE("capitals in the target of an HTTPS record are seen, and written small") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = key_of("HTTPS");
  const auto small = records(key, {"1 svc.example.test alpn=h2"});
  auto capital = *small.records.begin();
  capital[3] = 'S';
  const core::Rrset written{std::chrono::seconds{300}, {capital}};
  REQUIRE(caller.update({{key, {}, written}}).outcome == Outcome::done);
  CHECK(caller.read(key) == written);
  CHECK(caller.update({{key, small, {}}}).outcome == Outcome::guard_failed);
  CHECK(caller.update({{key, written, small}}).outcome == Outcome::done);
  CHECK(caller.read(key) == small);
}

TEST_CASE("a set of texts longer than a datagram is read over TCP") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = key_of("TXT");
  core::Rrset many{std::chrono::seconds{300}, {}};
  for (int i = 0; i < 10; ++i)
    many.records.insert(*core::parse_rdata(key.type, long_text + std::to_string(i)));
  REQUIRE(caller.update({{key, {}, many}}).outcome == Outcome::done);
  CHECK(caller.read(key) == many);
  CHECK(caller.update({{key, many, {}}}).outcome == Outcome::done);
}

TEST_CASE("a CNAME that is asked for is told, and is in nobody's way") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = key_of("CNAME", "alias.example.test");
  const auto looked = caller.look_up({key});
  CHECK(looked.found.at(key) == records(key, {"keeps.example.test"}));
  CHECK(looked.reply.detail == "");
}

TEST_CASE("the zone of a name is found where the server holds one") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const std::pair<const char*, const char*> table[] = {
      {"example.test", "example.test"},
      {"host.example.test", "example.test"},
      {"a.b.keeps.example.test", "example.test"},
      {"8.7.6.5.in-addr.arpa", "7.6.5.in-addr.arpa"},
      {"7.6.5.in-addr.arpa", "7.6.5.in-addr.arpa"},
      {"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.3.2.1.0.0.a.2.ip6.arpa",
       "4.3.2.1.0.0.a.2.ip6.arpa"}};
  for (const auto& [of, zone] : table) {
    const auto found = caller.find_zone(of);
    INFO(of << ": " << found.reply.detail);
    CHECK(found.reply.outcome == Outcome::done);
    CHECK(found.reply.peer == "127.0.0.1");
    CHECK(found.zone == name(zone));
    CHECK(found.id == caller.last_id);
  }
  CHECK_THAT(caller.find_zone("alias.example.test").reply.detail,
             ContainsSubstring("a CNAME is in the way"));
}

TEST_CASE("a server that holds no zone for a name says so, and no zone is made up") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto unknown = caller.find_zone("8.9.6.5.in-addr.arpa");
  CHECK(unknown.reply.outcome == Outcome::refused);
  CHECK_FALSE(unknown.zone);
  CHECK(unknown.reply.detail == "8.9.6.5.in-addr.arpa SOA");
  const auto delegated = caller.find_zone("host.away.example.test");
  CHECK(delegated.reply.outcome == Outcome::not_authoritative);
  CHECK_FALSE(delegated.zone);
}

TEST_CASE("the PTR record of an address goes to the zone that was found") {
  if (!Named::is_installed()) return;
  const Named named;
  auto caller = caller_of(named);
  const auto key = key_of("PTR", "8.7.6.5.in-addr.arpa");
  const auto found = caller.find_zone("8.7.6.5.in-addr.arpa");
  REQUIRE(found.zone);
  caller.zone = found.zone->to_text();
  const auto pointer = records(key, {"host.example.test"});
  REQUIRE(caller.update({{key, {}, pointer}}).outcome == Outcome::done);
  CHECK(caller.read(key) == pointer);
}
