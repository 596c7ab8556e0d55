// SPDX-License-Identifier: MIT
// Questions that nobody signs, to name servers that say what they like.
#include <set>
#include "dns/asker.h"
#include "support/stuck_resolver.h"

using namespace nsfollow;
using namespace nsfollow::test;

TEST_CASE("a name server is asked without a signature and without recursion") {
  Asker asker;
  std::vector<Buffer> heard;
  asker.says([&](const Buffer& request) {
    heard.push_back(request);
    auto answer = answer_to(request);
    add_record(answer, 1, dns::scan(request)->questions.at(0).name, 1, 300, Buffer{5, 6, 7, 8});
    return answer;
  });
  const auto other = aaaa_of("host.example.test");
  const auto told = asker.ask({host, other});
  CHECK(told.id == asker.last_id);
  CHECK(told.reply.outcome == Outcome::done);
  CHECK(told.reply.peer == "127.0.0.1");
  CHECK(told.found == core::RecordPicture{{host, rrset({"5.6.7.8"})}, {other, {}}});
  REQUIRE(heard.size() == 2);
  for (const auto& request : heard) {
    CHECK((dns::scan(request)->header.flags & 0x0100) == 0);  // RD
    CHECK(dns::scan(request)->records.empty());
  }
}

TEST_CASE("a name server counts only where it has the zone") {
  Asker asker;
  asker.says([](const Buffer& request) {
    auto answer = answer_to(request);
    answer[2] &= 0xfb;  // AA
    return answer;
  });
  const auto told = asker.ask({host});
  CHECK(told.reply.outcome == Outcome::not_authoritative);
  CHECK(told.found.empty());
}

TEST_CASE("a name server that refuses, cuts short or is silent has its own outcome") {
  Asker asker;
  SECTION("refuses") {
    asker.says([](const Buffer& request) { return answer_to(request, 5); });
    const auto told = asker.ask({host});
    CHECK(told.reply.outcome == Outcome::unsigned_refused);
    CHECK(told.reply.detail == "host.example.test A: the server says REFUSED");
  }
  SECTION("cuts short") {
    asker.says([](const Buffer& request) { return answer_to(request, 0, 0x0200); });
    asker.server.on_tcp = [](const Buffer& request) {
      return Speech{Stage::framed(answer_to(request))};
    };
    CHECK(asker.ask({host}).reply.outcome == Outcome::done);
    CHECK(asker.server.connections() == 1);
  }
  SECTION("is silent") {
    CHECK(asker.ask({host, a_of("x.test")}).reply.outcome == Outcome::silent);
  }
}

TEST_CASE("an abandoned question to a name server is not heard of any more") {
  Asker asker;
  asker.resolver.ask({1, {"127.0.0.1", asker.server.port()}, {host}});
  asker.wait([&] { return asker.server.datagrams() == 1; });
  asker.resolver.abandon(1);
  const auto later = a_of("later.test");
  int heard = 0;
  asker.server.on_udp = [&](const Buffer& request) -> Datagrams {
    const bool is_later = dns::scan(request)->questions.at(0).name == dns::to_wire(later.owner);
    if (is_later && ++heard < 4) return {};  // long after the other's next resend
    return {{answer_to(request)}};
  };
  asker.last_id = 1;
  CHECK(asker.ask({later}).id == 2);
}

TEST_CASE("name servers with dead names leave a worker to those who have to be updated") {
  const StuckResolver stuck;
  Asker asker;
  for (std::uint16_t port = 1; port < 14; ++port)
    asker.resolver.ask({port, {"stuck.test", port}, {host}});
  asker.wait([] { return StuckResolver::hanging() == 1; });
  Caller caller{make_key(), {"localhost", asker.server.port()}, quick()};
  const auto reply = caller.update({change});
  CHECK(reply.outcome != Outcome::unresolved);
  asker.wait([&] { return asker.told.size() == 13; });
  CHECK(StuckResolver::hanging() == 1);
  for (const auto& told : asker.told) CHECK(told.reply.outcome == Outcome::unresolved);
}

TEST_CASE("a resolver may go while it waits") {
  Asker asker;
  {
    dns::Resolver other{asker.loop,
                        [](const core::Event&) { FAIL("heard"); },
                        {.resolv_conf = asker.conf, .port = asker.server.port()}};
    other.find_primary({1, name("d.example.test")});
    other.ask({2, {"127.0.0.1", asker.server.port()}, {host}});
    asker.wait([&] { return asker.server.datagrams() == 2; });
  }
  asker.says(good);
  CHECK(asker.find().primary == ns1);
}
