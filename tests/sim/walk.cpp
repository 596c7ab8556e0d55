// SPDX-License-Identifier: MIT
#include "sim/walk.h"
#include <algorithm>
#include "support/world.h"

namespace nsfollow::test {

using namespace core;

namespace {

// Which faults this story may draw from: each seed has a profile of its own, because faults that
// are always all present hide each other.
struct Profile {
  explicit Profile(Random& random)
      : crashes(random.below(3) == 0),
        outages(random.below(2) == 0),
        loss(random.below(3) == 0 ? static_cast<unsigned>(random.below(60)) : 0),
        copies(random.below(3) == 0 ? static_cast<unsigned>(random.below(40)) : 0),
        slow_path(random.below(3) == 0),
        lies(random.below(5) == 0),
        old_zones(random.below(4) == 0),
        clocks(random.below(4) == 0),
        full_disk(random.below(6) == 0),
        blindness(random.below(5) == 0),
        attacker(random.below(4) == 0),
        restless(random.below(3) == 0),
        nat(random.below(4) == 0),
        gateway_speaks(random.below(2) == 0),
        liar(random.below(3) == 0),
        bans(random.below(3) == 0),
        forwards(random.below(6) == 0) {}
  bool crashes, outages;
  unsigned loss, copies;
  bool slow_path, lies, old_zones, clocks, full_disk, blindness, attacker, restless;
  bool nat, gateway_speaks, liar, bans, forwards;
};

const std::vector<std::string> echoes{"https://one.example/", "https://two.example/",
                                      "https://three.example/", "https://four.example/"};

// Records that follow from addresses elsewhere.
void add_what_follows(Policy& policy, Random& random) {
  policy.hosts[0].reverse = random.below(3) == 0;
  if (random.below(3) != 0) return;
  Record spf{.name = policy.zones[0].name,
             .type = RrType::txt,
             .zone = policy.zones[0].label(),
             .values = {}};
  spf.values.emplace_back(Template{
      {std::string{"\"v=spf1 ip4:"}, AddressMark{0, Family::ipv4, {}}, std::string{" -all\""}}});
  policy.records.push_back(std::move(spf));
}

Policy random_policy(Random& random, bool nat) {
  auto policy = one_host(random.below(2) == 0 ? Afterwards::keep : Afterwards::withdraw);
  policy.hosts.push_back({.name = name("host2.d.example.com"),
                          .zone = policy.zones[0].label(),
                          .ipv4 = {AutoSource{}},
                          .ipv6 = {},
                          .on_loss = Afterwards::keep});
  if (random.below(3) == 0) {
    policy.zones.push_back({.name = name("e.example.org"), .servers = {{"ns1", 53}}});
    policy.hosts.push_back({.name = name("host1.e.example.org"), .zone = "e.example.org"});
  }
  if (random.below(3) == 0)
    for (auto& zone : policy.zones) zone.servers.push_back({"ns2", 53});  // the same primary
  policy.hosts[0].loss_grace = random.between(10s, 600s);
  add_what_follows(policy, random);
  if (!nat) return policy;
  for (const auto& url : echoes)
    policy.echo.services.push_back({.url = url, .json_key = {}, .family = {}});
  if (random.below(4) == 0) policy.hosts[0].ipv6 = {EchoSource{}};
  return policy;
}

class Story {
 public:
  Story(std::uint64_t seed, bool trace)
      : random_(seed),
        profile_(random_),
        world_(random_policy(random_, profile_.nat), random_.next()) {
    world_.trace = trace;
  }

  Walk tell() {
    world_.add_address(3, "9.9.9.9");
    world_.path.loss_percent = profile_.loss;
    world_.path.duplicate_percent = profile_.copies;
    if (random_.below(5) == 0)
      world_.server.wildcard = Rrset{60s, {rdata_of(*IpAddress::parse("9.9.9.1"))}};
    if (random_.below(2) == 0) world_.reverse_zones.insert(name("7.6.5.in-addr.arpa"));
    if (profile_.nat) go_behind_nat();
    add_secondaries();
    if (profile_.slow_path) world_.path.one_way = random_.between(1ms, 1400ms);
    start();
    const auto scenes = 20 + random_.below(150);
    for (std::uint64_t i = 0; i < scenes; ++i) {
      scene();
      world_.pass(breath());
    }
    peace();
    world_.pass(profile_.nat ? 74min : 41min);  // the interval of an echo service is longest
    check_convergence("I1: not right 41 min after the last fault");
    probe();
    return report();
  }

 private:
  Duration breath() {
    switch (random_.below(profile_.restless ? 3 : 5)) {
      case 0:
        return random_.between(0s, 5ms);
      case 1:
        return random_.between(0s, 300ms);
      case 2:
        return random_.between(0s, 5s);
      case 3:
        return random_.between(0s, 2min);
      default:
        return random_.between(0s, 20min);
    }
  }

  void start() {
    world_.start();
    ++walk_.starts;
  }

  // Whatever the name servers do, the primary gets its updates.
  void add_secondaries() {
    world_.follows_name_servers = random_.below(4) == 0;
    world_.is_hidden_primary = random_.below(4) == 0;
    for (auto left = random_.below(random_.below(4) == 0 ? 18 : 4); left > 0; --left)
      world_.secondaries[{"ns" + std::to_string(10 + left), 53}] = {
          .up = random_.below(4) != 0,
          .lag = random_.between(0s, random_.below(3) == 0 ? 2h : 10s)};
  }

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_.below(count)); }
  auto& some_echo() { return world_.echoes[echoes[below(echoes.size())]]; }

  void go_behind_nat() {
    world_.gateway.speaks = profile_.gateway_speaks;
    world_.set_outside("5.6.7.200");
    world_.set_default_route(Family::ipv4, 2, "192.168.1.1");
    world_.add_address(2, "192.168.1.10");
    if (profile_.liar) some_echo().lie = IpAddress::parse("6.6.6.6");
  }

  void nat_fault() {
    switch (random_.below(5)) {
      case 0:
        world_.set_outside("5.6.7." + std::to_string(200 + random_.below(6)));
        if (random_.below(2) == 0) world_.stir_gateway();
        return;
      case 1:
        world_.gateway.speaks = profile_.gateway_speaks && random_.below(2) == 0;
        return;
      case 2:
        return world_.set_default_route(Family::ipv4, 2,
                                        "192.168.1." + std::to_string(1 + random_.below(2)));
      case 3:
        some_echo().up = random_.below(2) == 0;
        return;
      default:
        if (!profile_.bans) return;
        some_echo().ban = random_.between(1min, 2h);
    }
  }

  std::string some_address(Family family) {
    const auto number = std::to_string(1 + random_.below(12));
    return family == Family::ipv4 ? "5.6.7." + number : "2a00:1::" + number;
  }

  void scene() {
    if (profile_.nat && random_.below(3) == 0) return nat_fault();
    const auto family = random_.below(2) == 0 ? Family::ipv4 : Family::ipv6;
    const auto address = some_address(family);
    switch (random_.below(12)) {
      case 0:
      case 1:
      case 2: {
        const auto* eth0 = world_.machine.find(2);
        if (world_.machine.has_address(*IpAddress::parse(address))) return;
        if (eth0 != nullptr && eth0->addresses.size() < 6) world_.add_address(2, address);
        return;
      }
      case 3:
        return world_.remove_address(address);
      case 4:
        return world_.change_address(address, [&](SeenAddress& a) {
          a.tentative = random_.below(3) == 0;
          a.dad_failed = random_.below(6) == 0;
          a.deprecated = random_.below(3) == 0;
          a.temporary = family == Family::ipv6 && random_.below(4) == 0;
        });
      case 5:
        return world_.set_default_route(family, 2);
      case 6:
        return random_.below(3) == 0 ? world_.clear_default_routes()
                                     : world_.set_default_route(family, 2);
      case 7:
        return world_.change([&](Seen& seen) { seen.interfaces[0].up = random_.below(4) != 0; });
      case 8:
        return process_fault();
      case 9:
        return network_fault();
      case 10:
        return server_fault();
      default:
        if (profile_.blindness)
          world_.unreadable_percent = static_cast<unsigned>(random_.below(101));
        if (profile_.restless && world_.is_running()) world_.hear(LookNow{});
    }
  }

  void process_fault() {
    if (profile_.full_disk) world_.disk.full = random_.below(2) == 0;
    if (profile_.full_disk && profile_.crashes) world_.disk.torn |= random_.below(4) == 0;
    if (!profile_.crashes) return;
    random_.below(2) == 0 ? world_.crash() : world_.stop();
    world_.pass(breath());
    start();
  }

  void network_fault() {
    if (profile_.outages) world_.path.black = random_.below(2) == 0;
    if (profile_.attacker && !world_.updates.empty())
      (void)world_.replay(below(world_.updates.size()));
  }

  void server_fault() {
    auto& server = world_.server;
    if (profile_.outages) server.up = random_.below(2) == 0;
    if (profile_.lies) server.lies = random_.below(2) == 0;
    if (profile_.lies)
      server.refusal = random_.below(2) == 0 ? Outcome::done : Outcome::server_failed;
    if (profile_.forwards) {
      server.transfer.reset();
      server.shown = server.zone;
      if (random_.below(2) == 0) server.transfer = random_.between(0s, 10s);
    }
    if (profile_.clocks) server.clock_ahead = random_.between(-48h, 48h);
    if (profile_.clocks) world_.wall_behind = random_.below(3) == 0 ? Duration{24h * 365 * 50} : 0s;
    if (profile_.old_zones && random_.below(2) == 0) backups_.push_back(server.zone);
    if (profile_.old_zones && !backups_.empty() && random_.below(2) == 0)
      server.zone = backups_[below(backups_.size())];
  }

  void peace() {
    const auto ahead = world_.server.clock_ahead;
    world_.server = SimServer{.clock_ahead = ahead,
                              .own_ttl = {},
                              .zone = world_.server.zone,
                              .wildcard = world_.server.wildcard};
    world_.path = SimPath{};
    world_.disk.full = false;
    world_.unreadable_percent = 0;
    if (!profile_.nat) return;
    world_.gateway.speaks = profile_.gateway_speaks;
    for (auto& [url, echo] : world_.echoes) echo = SimEcho{.up = true, .lie = echo.lie, .ban = {}};
    if (!world_.publishable(Family::ipv4).empty()) return;
    world_.set_default_route(Family::ipv4, 2, "192.168.1.1");
    world_.change([](Seen& seen) { seen.interfaces[0].up = true; });
  }

  // On a healthy network a change is right soon, also when it comes in the middle of another.
  void probe() {
    // Telling a wildcard from the name takes a few looks; and what a secondary showed too late may
    // have been taken for one.
    if (world_.server.wildcard || profile_.forwards) return;
    for (int i = 0; i < 3; ++i) {
      // Constant during a probe: a path that gets faster lets packets overtake each other.
      world_.path.one_way = random_.between(0s, 1400ms);
      world_.set_default_route(Family::ipv4, 2);
      world_.change([](Seen& seen) { seen.interfaces[0].up = true; });
      world_.remove_address("5.6.7.100");
      world_.pass(random_.between(0s, 20ms));
      world_.add_address(2, "5.6.7.100");
      world_.pass(10s);
      check_convergence("I1': not right 10 s after a change on a healthy network");
      world_.pass(2min);
    }
  }

  void check_convergence(const std::string& invariant) {
    for (const auto& host : hosts())
      for (const auto family : {Family::ipv4, Family::ipv6}) {
        if (host.sources(family).empty()) continue;
        if (host.sources(family) == AddressSources{EchoSource{}})
          continue;  // without an IPv6 outside
        if (family == Family::ipv4 && is_translated()) {
          if (world_.in_dns(host.name.to_text(), RrType::a) !=
              std::set{world_.gateway.outside->to_text()})
            world_.violations.push_back(invariant + " (behind the translator)");
          continue;
        }
        if (world_.publishable(family).empty()) continue;  // a loss has its own rules
        if (!world_.is_right(host, family)) world_.violations.push_back(invariant);
      }
  }

  // Only what is private is left at the interface of the default route; where bans may last longer
  // than this story, only the gateway is counted on.
  bool is_translated() {
    if (!profile_.nat || !world_.publishable(Family::ipv4).empty()) return false;
    if (!profile_.gateway_speaks && (profile_.bans || profile_.full_disk || profile_.liar))
      return false;
    const auto* eth0 = world_.machine.find(2);
    const auto& addresses = eth0->addresses;
    return std::ranges::all_of(addresses, [](const SeenAddress& a) {
      return a.address.family() == Family::ipv6 || a.address.to_text() == "192.168.1.10";
    });
  }

  const std::vector<Host>& hosts() { return world_.engine().policy().hosts; }

  Walk report() {
    walk_.violations = world_.violations;
    walk_.updates = static_cast<unsigned>(world_.updates.size());
    walk_.looks = world_.looks;
    walk_.hours =
        std::chrono::duration<double, std::ratio<3600>>(world_.now().time_since_epoch()).count() -
        1;
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    for (const auto& line : world_.log)
      for (const char c : line) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    walk_.fingerprint = hash ^ walk_.updates;
    return walk_;
  }

  Random random_;
  Profile profile_;
  World world_;
  std::vector<RecordPicture> backups_;
  Walk walk_;
};

}  // namespace

Walk walk(std::uint64_t seed, bool trace) { return Story{seed, trace}.tell(); }

}  // namespace nsfollow::test
