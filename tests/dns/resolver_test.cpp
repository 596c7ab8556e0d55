// SPDX-License-Identifier: MIT
// Searches and questions that nobody signs, against resolvers and name servers that say what they
// like.
#include "dns/resolver.h"
#include <unistd.h>
#include <cstdlib>
#include <fstream>
#include <set>
#include "dns/stage.h"
#include "support/stuck_resolver.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

constexpr std::uint16_t type_ns = 2, type_soa = 6, type_cname = 5;

Buffer wire(std::string_view text) {
  const auto octets = dns::to_wire(name(text));
  return {octets.begin(), octets.end()};
}

Buffer soa(Buffer mname, std::uint32_t serial = 7) {
  Buffer rdata = std::move(mname);
  dns::put(rdata, dns::Octets{wire("admin.example.test")});
  for (const auto number : {serial, 1U, 2U, 3U, 4U}) dns::put_number(rdata, number, 4);
  return rdata;
}

struct Asker {
  uv::Loop loop;
  ScriptedServer server;
  std::string conf = "/tmp/nsfollow-resolv-XXXXXX";
  dns::Resolver resolver;
  std::vector<core::PrimaryFound> found;
  std::vector<core::NameServerTold> told;
  core::ExchangeId last_id = 0;

  explicit Asker(Duration search = 2s, ScriptedServer::Tcp tcp = ScriptedServer::Tcp::listens)
      : server(loop, tcp),
        resolver(loop, [this](core::Event event) { hear(std::move(event)); },
                 {.resolv_conf = made(conf),
                  .port = server.port(),
                  .search = search,
                  .questions = quick()}) {
    names("127.0.0.1");
  }
  ~Asker() { unlink(conf.c_str()); }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  static std::string made(std::string& path) {
    close(mkstemp(path.data()));
    return path;
  }
  void names(const std::string& first, const std::string& second = "") {
    std::ofstream file{conf};
    file << "nameserver " << first << "\n";
    if (!second.empty()) file << "nameserver " << second << "\n";
  }
  void hear(core::Event event) {
    if (auto* primary = std::get_if<core::PrimaryFound>(&event)) found.push_back(*primary);
    if (auto* answer = std::get_if<core::NameServerTold>(&event)) told.push_back(*answer);
  }
  void wait(const std::function<bool()>& done) {
    bool late = false;
    uv::Timer limit{loop, [&] { late = true; }};
    limit.set(Clock::now() + 30s);
    while (!done() && !late) loop.run_once();
    REQUIRE_FALSE(late);
  }
  core::ExchangeId search(std::string_view zone = "d.example.test") {
    resolver.find_primary({++last_id, name(zone)});
    return last_id;
  }
  core::PrimaryFound find(std::string_view zone = "d.example.test") {
    const auto id = search(zone);
    wait([&] { return !found.empty(); });
    CHECK(found.back().id == id);
    return std::exchange(found, {}).back();
  }
  core::NameServerTold ask(std::vector<core::RrsetKey> keys) {
    resolver.ask({++last_id, {"127.0.0.1", server.port()}, std::move(keys)});
    wait([&] { return !told.empty(); });
    return std::exchange(told, {}).back();
  }
  // Answers every question with this.
  void says(std::function<Buffer(const Buffer&)> what) {
    server.on_udp = [what = std::move(what)](const Buffer& request) -> Datagrams {
      return {{what(request)}};
    };
  }
};

Buffer with_soa(const Buffer& request, const Buffer& mname, std::uint32_t ttl = 3600) {
  auto answer = answer_to(request);
  add_record(answer, 1, dns::scan(request)->questions.at(0).name, type_soa, ttl, soa(mname));
  return answer;
}

Buffer with_zone(const Buffer& request, std::string_view zone, unsigned rcode = 0) {
  auto answer = answer_to(request, rcode);
  add_record(answer, 2, dns::to_wire(name(zone)), type_soa, 300, soa(wire("ns1.example.test")));
  return answer;
}

Buffer good(const Buffer& request) { return with_soa(request, wire("NS1.example.test")); }

const core::Server ns1{"ns1.example.test", 53};

}  // namespace

TEST_CASE("the primary is the MNAME of the zone's SOA, as the resolver has it") {
  Asker asker;
  Buffer heard;
  asker.says([&](const Buffer& request) {
    heard = request;
    auto answer = good(request);
    answer[2] &= 0xfb;  // from its cache: no AA
    return answer;
  });
  const auto found = asker.find();
  CHECK(found.primary == ns1);
  CHECK(found.ttl == 1h);
  CHECK(found.why_not.empty());
  const auto asked = *dns::scan(heard);
  CHECK(asked.questions.at(0) == dns::Question{dns::to_wire(name("d.example.test")), type_soa, 1});
  CHECK((asked.header.flags & 0x0100) != 0);  // RD
  CHECK(asked.records.empty());               // nobody signs what a resolver hears
}

TEST_CASE("what a SOA says of its own age holds between a minute and a day") {
  Asker asker;
  std::uint32_t ttl = 0;
  asker.says([&](const Buffer& request) { return with_soa(request, wire("ns1.x"), ttl); });
  CHECK(asker.find().ttl == 1min);
  ttl = 0x7fffffff;
  CHECK(asker.find().ttl == 24h);
}

TEST_CASE("a name that is no zone is told to lie in one") {
  Asker asker;
  SECTION("of which the authority section speaks") {
    asker.says([](const Buffer& request) { return with_zone(request, "example.test"); });
    CHECK(asker.find().why_not == "d.example.test is no zone; it lies in example.test");
    CHECK(asker.server.datagrams() == 1);
  }
  SECTION("also where the name does not exist") {
    asker.says([](const Buffer& request) { return with_zone(request, "example.test", 3); });
    CHECK(asker.find().why_not == "d.example.test is no zone; it lies in example.test");
  }
  SECTION("that is found label by label") {
    asker.says([](const Buffer& request) {
      const auto is_zone = dns::scan(request)->questions.at(0).name == dns::to_wire(name("test"));
      return is_zone ? good(request) : answer_to(request);
    });
    CHECK(asker.find().why_not == "d.example.test is no zone; it lies in test");
    CHECK(asker.server.datagrams() == 3);
  }
  SECTION("that is not the one which an alias leads to") {
    asker.says([](const Buffer& request) {
      const auto asked = dns::scan(request)->questions.at(0).name;
      if (asked != dns::to_wire(name("d.example.test"))) return good(request);
      auto answer = answer_to(request);
      add_record(answer, 1, asked, type_cname, 60, wire("elsewhere.test"));
      add_record(answer, 2, dns::to_wire(name("test")), type_soa, 60, soa(wire("ns9.test")));
      return answer;
    });
    CHECK(asker.find().why_not == "d.example.test is no zone; it lies in example.test");
  }
  SECTION("or in none that anybody knows") {
    asker.says([](const Buffer& request) { return answer_to(request, 3); });
    CHECK(asker.find().why_not == "the resolver knows no zone that d.example.test lies in");
    CHECK(asker.server.datagrams() == 4);
  }
  SECTION("though the SOA of a zone elsewhere proves nothing") {
    asker.says([](const Buffer& request) { return with_zone(request, "evil.test"); });
    CHECK(asker.find().why_not == "the resolver knows no zone that d.example.test lies in");
  }
}

TEST_CASE("a primary that is no host name is not asked") {
  Asker asker;
  Buffer mname;
  asker.says([&](const Buffer& request) { return with_soa(request, mname); });
  const auto why_not = [&](Buffer octets) {
    mname = std::move(octets);
    const auto found = asker.find();
    CHECK_FALSE(found.primary);
    return found.why_not;
  };
  CHECK_THAT(why_not({0}), ContainsSubstring("the SOA of d.example.test names \""));
  CHECK_THAT(why_not({1, '*', 2, 'e', 'x', 0}), ContainsSubstring("which is no host name"));
  CHECK_THAT(why_not(wire("10.0.0.1")), ContainsSubstring("\"10.0.0.1\""));
  CHECK_THAT(why_not(wire("10.1")), ContainsSubstring("which is no host name"));
  CHECK_THAT(why_not(wire("a.0x7f")), ContainsSubstring("which is no host name"));
  const auto hostile = why_not({4, 'a', '\x1b', '"', '\n', 0});
  CHECK(hostile.find('\x1b') == std::string::npos);
  CHECK(hostile.find('\n') == std::string::npos);
}

TEST_CASE("an answer that was cut short is fetched from the resolver over TCP") {
  Asker asker;
  asker.says([](const Buffer& request) { return answer_to(request, 0, 0x0200); });
  asker.server.on_tcp = [](const Buffer& request) { return Speech{Stage::framed(good(request))}; };
  CHECK(asker.find().primary == ns1);
  CHECK(asker.server.connections() == 1);
}

TEST_CASE("what does not answer the very question does not count") {
  using Lie = std::function<Buffer(const Buffer&)>;
  const std::vector<std::pair<const char*, Lie>> lies{
      {"another ID",
       [](const Buffer& request) {
         auto answer = good(request);
         answer[1] ^= 1;
         return answer;
       }},
      {"another name",
       [](const Buffer& request) {
         auto answer = good(request);
         answer[13] = 'e';
         return answer;
       }},
      {"another type",
       [](const Buffer& request) {
         auto answer = answer_to(request);
         answer[answer.size() - 3] = type_ns;
         return answer;
       }},
      {"no question at all",
       [](const Buffer& request) {
         Buffer answer(request.begin(), request.begin() + 2);
         for (const auto octet : {0x84, 0, 0, 0, 0, 0, 0, 0, 0, 0})
           answer.push_back(static_cast<std::uint8_t>(octet));
         return answer;
       }},
      {"a question", [](const Buffer& request) { return request; }},
      {"an update",
       [](const Buffer& request) {
         auto answer = good(request);
         answer[2] |= 0x28;
         return answer;
       }},
      {"garbage",
       [](const Buffer& request) {
         Buffer answer(600, 0xff);
         std::copy_n(request.begin(), 2, answer.begin());
         return answer;
       }},
  };
  for (const auto& [what, lie] : lies) {
    INFO(what);
    Asker asker;
    asker.server.on_udp = [&lie = lie](const Buffer& request) -> Datagrams {
      return {{lie(request)}, {good(request), 20ms}};
    };
    CHECK(asker.find().primary == ns1);
  }
}

TEST_CASE("a datagram from another port is no answer of the resolver") {
  Asker asker{500ms, ScriptedServer::Tcp::refuses};
  asker.server.on_udp = [&](const Buffer& request) -> Datagrams {
    asker.server.send_from_elsewhere(with_soa(request, wire("evil.test")));
    return {};
  };
  CHECK_FALSE(asker.find().primary);
}

TEST_CASE("the next resolver is asked when one fails") {
  Asker asker;
  asker.names("127.0.0.2", "127.0.0.1");  // nobody listens at the first
  asker.says(good);
  CHECK(asker.find().primary == ns1);
}

TEST_CASE("an error of a resolver is one of two chances that it has") {
  Asker asker;
  unsigned errors = 0;
  asker.says([&](const Buffer& request) {
    return asker.server.datagrams() <= errors ? answer_to(request, 2) : good(request);
  });
  errors = 1;
  CHECK(asker.find().primary == ns1);
  errors = 4;
  CHECK(asker.find().why_not ==
        "no resolver tells the SOA of d.example.test (127.0.0.1: the server says SERVFAIL)");
}

TEST_CASE("a search ends in time, whoever is silent") {
  Asker asker{600ms};
  const auto began = Clock::now();
  SECTION("one") {
    CHECK_THAT(asker.find().why_not, ContainsSubstring("127.0.0.1: no answer in 0.3 s"));
  }
  SECTION("two") {
    asker.names("127.0.0.1", "127.0.0.1");
    CHECK_THAT(asker.find().why_not, ContainsSubstring("no resolver tells the SOA"));
  }
  SECTION("or walks without end") {
    asker.server.on_udp = [](const Buffer& request) -> Datagrams {
      return {{answer_to(request), 100ms}};
    };
    const auto found = asker.find("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.example.test");
    CHECK_THAT(found.why_not, ContainsSubstring("no resolver tells the SOA"));
  }
  CHECK(Clock::now() - began >= 550ms);
  CHECK(Clock::now() - began < 5s);
}

TEST_CASE("each search reads anew which resolvers there are, and each question has its own ID") {
  Asker asker;
  std::set<Buffer> ids;
  asker.says([&](const Buffer& request) {
    ids.insert({request.begin(), request.begin() + 2});
    return good(request);
  });
  for (int i = 0; i < 8; ++i) CHECK(asker.find().primary == ns1);
  CHECK(ids.size() > 6);
  asker.names("127.0.0.2");
  CHECK_THAT(asker.find().why_not, ContainsSubstring("127.0.0.2: connection refused"));
}

TEST_CASE("several searches go on at once, and an abandoned one is not heard of any more") {
  Asker asker;
  asker.server.on_udp = [](const Buffer& request) -> Datagrams { return {{good(request), 30ms}}; };
  const auto unwanted = asker.search();
  asker.search("e.example.test");
  asker.search("f.example.test");
  CHECK(asker.found.empty());
  asker.wait([&] { return asker.server.datagrams() >= 3; });
  asker.resolver.abandon(unwanted);
  asker.wait([&] { return asker.found.size() == 2; });
  for (const auto& found : asker.found) CHECK(found.id != unwanted);
}

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
