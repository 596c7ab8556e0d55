// SPDX-License-Identifier: MIT
// The lease of an update (RFC 9664), and servers that dislike to be asked for it.
#include "dns/edns.h"
#include "dns/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

Buffer option(std::uint16_t code, const Buffer& value) {
  Buffer octets;
  dns::put_number(octets, code, 2);
  dns::put_number(octets, value.size(), 2);
  dns::put(octets, value);
  return octets;
}

void add_opt(Buffer& message, const Buffer& rdata, std::uint32_t ttl = 0) {
  add_record(message, 3, std::string(1, '\0'), dns::type_opt, ttl, rdata, 1232);
}

Buffer empty_message() { return {0, 1, 0x84, 0, 0, 0, 0, 0, 0, 0, 0, 0}; }

std::optional<dns::Edns> read(const Buffer& rdata, std::uint32_t ttl = 0) {
  auto message = empty_message();
  add_opt(message, rdata, ttl);
  return dns::read_edns(*dns::scan(message));
}

// A server that answers with this OPT, or takes no request that has one.
struct LeaseStage : Stage {
  LeaseStage() : Stage(ScriptedServer::Tcp::listens, unhurried()) {}
  std::vector<std::optional<std::chrono::seconds>> asked;

  void answer(const std::function<Buffer(const Buffer&, bool has_opt)>& how) {
    server.on_udp = [this, how](const Buffer& request) -> Datagrams {
      const auto edns = dns::read_edns(*dns::scan(request));
      asked.push_back(edns ? edns->lease : std::nullopt);
      return {{how(request, edns.has_value())}};
    };
  }
  core::Reply update() { return caller.update({change}, 3600s); }
};

}  // namespace

TEST_CASE("a lease stands in the message before its signature") {
  auto message = empty_message();
  dns::ask_for_lease(message, 3600s);
  (void)dns::sign(message, make_key(), wall_now(), 300s);
  const auto scanned = dns::scan(message);
  REQUIRE(scanned);
  REQUIRE(scanned->records.size() == 2);
  CHECK(scanned->records[0].type == dns::type_opt);
  CHECK(scanned->records[0].ttl == 0);
  CHECK(scanned->records[1].type == dns::type_tsig);
  const Buffer rdata(scanned->records[0].rdata.begin(), scanned->records[0].rdata.end());
  CHECK(rdata == Buffer{0, 2, 0, 4, 0, 0, 0x0e, 0x10});
}

TEST_CASE("the lease in an answer is read wherever it stands, and nothing else is") {
  CHECK(read(option(2, {0, 0, 0x0e, 0x10}))->lease == 3600s);
  CHECK(read(option(2, {0, 0, 0x0e, 0x10, 0, 0, 0, 9}))->lease == 3600s);
  auto several = option(13, {});
  dns::put(several, option(2, {0xff, 0xff, 0xff, 0xff}));
  CHECK(read(several)->lease == 4294967295s);
  CHECK_FALSE(read(option(2, {0, 1}))->lease);
  CHECK_FALSE(read(option(3, {0, 0, 0x0e, 0x10}))->lease);
  CHECK_FALSE(read({})->lease);
  CHECK(read({}, 0x01000000)->rcode == 1);
}

TEST_CASE("an OPT record that is none is not read") {
  CHECK_FALSE(read({0, 2, 0}));
  CHECK_FALSE(read({0, 2, 0, 4, 0}));
  const auto lease = option(2, {0, 0, 0x0e, 0x10});
  auto twice = empty_message();
  add_opt(twice, lease);
  add_opt(twice, lease);
  CHECK_FALSE(dns::read_edns(*dns::scan(twice)));
  auto elsewhere = empty_message();
  add_record(elsewhere, 1, std::string(1, '\0'), dns::type_opt, 0, lease, 1232);
  CHECK_FALSE(dns::read_edns(*dns::scan(elsewhere)));
  auto owned = empty_message();
  add_record(owned, 3, dns::to_wire(host.owner), dns::type_opt, 0, lease, 1232);
  CHECK_FALSE(dns::read_edns(*dns::scan(owned)));
}

TEST_CASE("the lease that a server grants comes back, and silence about it is silence") {
  LeaseStage stage;
  std::optional<std::chrono::seconds> granted;
  SECTION("granted") { granted = 1800s; }
  SECTION("not a word") {}
  stage.answer([&](const Buffer& request, bool) {
    auto answer = answer_to(request);
    if (granted) add_opt(answer, option(2, {0, 0, 0x07, 0x08}));
    stage.sign(answer, request);
    return answer;
  });
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.lease == granted);
  REQUIRE(stage.asked.size() == 1);
  CHECK(stage.asked[0] == 3600s);
}

TEST_CASE("a server that will have none of EDNS gets the update once more, without") {
  LeaseStage stage;
  stage.caller.transport.carrier = core::Carrier::udp;
  std::string says;
  const auto refuse = [&](unsigned rcode, bool is_signed, std::uint32_t opt_ttl = 0) {
    stage.answer([&stage, rcode, is_signed, opt_ttl](const Buffer& request, bool has_opt) {
      auto answer = answer_to(request, has_opt ? rcode : 0);
      if (has_opt && opt_ttl != 0) add_opt(answer, {}, opt_ttl);
      if (is_signed || !has_opt) stage.sign(answer, request);
      return answer;
    });
  };
  SECTION("FORMERR") {
    refuse(1, true);
    says = "FORMERR";
  }
  SECTION("NOTIMP") {
    refuse(4, true);
    says = "NOTIMP";
  }
  SECTION("FORMERR, unsigned") {
    refuse(1, false);
    says = "FORMERR";
  }
  SECTION("BADVERS, which looks like success to who does not know EDNS") {
    refuse(0, true, 0x01000000);
    says = "BADVERS";
  }
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::done);
  CHECK(reply.detail == "without the lease: the server says " + says);
  CHECK_FALSE(reply.lease);
  CHECK_FALSE(stage.asked.back());
}

TEST_CASE("a server that understands no update at all is asked no third time") {
  LeaseStage stage;
  stage.answer([&](const Buffer& request, bool) { return stage.good(request, 1); });
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::malformed);
  CHECK(stage.asked.size() == 2);
}
