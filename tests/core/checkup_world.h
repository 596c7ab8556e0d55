// SPDX-License-Identifier: MIT
// Name servers as the checkup meets them: simple minds, each with the manners of a real one.
#pragma once
#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "core/checkup.h"
#include "core/rdata_text.h"

namespace nsfollow::test {

using namespace core;
using namespace std::chrono_literals;

constexpr WallTime noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 12h;

inline DnsName name(std::string_view text) { return *DnsName::parse(text); }

enum class Manners { bind, knot, powerdns };

struct FakeServer {
  Manners manners = Manners::bind;
  std::string address = "192.0.2.53";
  bool is_dead = false;
  bool is_frozen = false;
  DnsName zone = name("d.example.com");
  std::optional<DnsName> second_zone{};
  DnsName primary = name("ns1.example.com");
  std::uint32_t serial = 7;
  bool knows_key = true, knows_secret = true, has_right = true;
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  std::chrono::seconds clock_ahead{};
  std::set<RrsetKey> forbidden;
  RecordPicture records;
  std::set<DnsName> delegated;
  bool reads_prerequisites = true;

  [[nodiscard]] std::optional<DnsName> zone_of(const DnsName& owner) const {
    if (owner.is_within(zone)) return zone;
    return second_zone && owner.is_within(*second_zone) ? second_zone : std::nullopt;
  }
  [[nodiscard]] bool is_apex(const RrsetKey& key) const {
    return key.type == RrType::soa && zone_of(key.owner) == key.owner;
  }
};

class CheckupWorld {
 public:
  std::map<std::string, FakeServer> servers;  // by the host name that is asked
  Policy policy;
  CheckupMachine machine{NtpState{true, 12ms}, noon};
  std::vector<std::string> changed;  // what could have changed anything
  unsigned exchanges = 0;
  std::string lost;  // this one's answers never come, not even as a failure
  TimePoint now{1h};

  CheckupReport check();

 private:
  void obey(const std::vector<Action>& actions);
  [[nodiscard]] Event answer(const LookAtKernel&) const;
  [[nodiscard]] Event answer(const LookUp& question);
  [[nodiscard]] Event answer(const TryUpdate& update);
  [[nodiscard]] Event answer(const FindZone& question);
  [[nodiscard]] Event answer(const FindPrimary& question) const;
  [[nodiscard]] Event answer(const AskNameServer& question);
  [[nodiscard]] Reply meet(const Order& order, const FakeServer& server, bool is_update) const;
  [[nodiscard]] FakeServer& server(const Server& asked) { return servers.at(asked.host); }
  [[nodiscard]] bool is_dead(const Server& asked) const {
    const auto known = servers.find(asked.host);
    return known != servers.end() && known->second.is_dead;
  }
  [[nodiscard]] WallTime wall() const {
    return noon + std::chrono::floor<std::chrono::seconds>(now - TimePoint{1h});
  }

  std::deque<std::pair<TimePoint, Event>> mail_;
};

inline Rdata soa_of(const FakeServer& server) {
  return *parse_rdata(RrType::soa, server.primary.to_text() + ". root.example.com. " +
                                       std::to_string(server.serial) + " 3600 600 86400 60");
}

// One host with an address of each family, known or not.
inline Policy one_host_with(AddressSources ipv4, AddressSources ipv6) {
  Policy policy;
  Zone zone;
  zone.name = name("d.example.com");
  zone.servers = {{"ns1.example.com"}};
  policy.zones.push_back(zone);
  Host host;
  host.name = name("host1.d.example.com");
  host.zone = "d.example.com";
  host.ipv4 = std::move(ipv4);
  host.ipv6 = std::move(ipv6);
  policy.hosts.push_back(std::move(host));
  return policy;
}

inline AddressSources literal(const char* address) {
  return {LiteralSource{*IpAddress::parse(address)}};
}

}  // namespace nsfollow::test
