// SPDX-License-Identifier: MIT
// Searches for a zone's primary, at resolvers that say what they like.
#include <set>
#include "dns/asker.h"

using namespace nsfollow;
using namespace nsfollow::test;

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
