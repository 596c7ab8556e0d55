// SPDX-License-Identifier: MIT
// A resolver of ours, and one scripted server in the place of all others.
#pragma once
#include <unistd.h>
#include <cstdlib>
#include <fstream>
#include "dns/resolver.h"
#include "dns/stage.h"

namespace nsfollow::test {

inline constexpr std::uint16_t type_ns = 2, type_soa = 6, type_cname = 5;

inline Buffer wire(std::string_view text) {
  const auto octets = dns::to_wire(name(text));
  return {octets.begin(), octets.end()};
}

inline Buffer soa(Buffer mname, std::uint32_t serial = 7) {
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

inline Buffer with_soa(const Buffer& request, const Buffer& mname, std::uint32_t ttl = 3600) {
  auto answer = answer_to(request);
  add_record(answer, 1, dns::scan(request)->questions.at(0).name, type_soa, ttl, soa(mname));
  return answer;
}

inline Buffer with_zone(const Buffer& request, std::string_view zone, unsigned rcode = 0) {
  auto answer = answer_to(request, rcode);
  add_record(answer, 2, dns::to_wire(name(zone)), type_soa, 300, soa(wire("ns1.example.test")));
  return answer;
}

inline Buffer good(const Buffer& request) { return with_soa(request, wire("NS1.example.test")); }

inline const core::Server ns1{"ns1.example.test", 53};

}  // namespace nsfollow::test
