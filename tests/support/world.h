// SPDX-License-Identifier: MIT
// A simulated machine, network, name server and disk around one Engine.  Time moves only in
// pass(), from one event to the next; nothing sleeps, and the same seed plays the same story.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
#include "core/engine.h"

namespace nsfollow::test {

using namespace std::chrono_literals;

// One name server, with all zones, and what may be wrong with it.
struct SimServer {
  bool up = true;                               // false: its machine says "port unreachable"
  bool lies = false;                            // says NOERROR and does nothing
  core::Outcome refusal = core::Outcome::done;  // otherwise: its answer to every update
  std::set<core::RrType> forbidden{};           // it refuses an update that touches them
  bool refuses_looks = false;                   // ... and to every question
  Duration clock_ahead{};                       // of the true time
  bool tells_time = true;                       // false: as PowerDNS, it signs no refusal
  std::optional<std::chrono::seconds> own_ttl;  // replaces every TTL
  std::optional<std::chrono::seconds> lease{};  // the longest it grants
  // It is a secondary that forwards updates, and shows what they did this much later.
  std::optional<Duration> transfer{};
  core::RecordPicture zone;
  core::RecordPicture shown{};             // of a secondary
  std::set<core::DnsName> silent_about{};  // where it says NOERROR and does nothing
  std::set<core::DnsName> aliases{};       // names that are a CNAME, where updates change nothing
  std::set<core::DnsName> delegated{};     // names of zones that it does not have
  std::optional<core::Rrset> wildcard;     // answers for every A that does not exist

  // The first of them that is of such a zone.
  [[nodiscard]] std::optional<core::RrsetKey> delegated_of(
      const std::vector<core::RrsetKey>& keys) const;
};

// A name server that takes the zones over from it.
struct SimSecondary {
  bool up = true;
  Duration lag{};  // behind the primary
};

// The path to it.  Faults are drawn per packet and direction.
struct SimPath {
  bool black = false;
  Duration one_way = 500us;
  unsigned loss_percent = 0;
  unsigned duplicate_percent = 0;  // a copy of the request arrives again, up to `copy_delay` later
  Duration copy_delay = 60s;
};

// The translator between this machine and the world.
struct SimGateway {
  bool speaks = false;                     // NAT-PMP
  std::optional<core::IpAddress> outside;  // its public address; also what echo services see
  std::optional<core::IpAddress> outside6;
  std::optional<core::IpAddress> says;        // instead of `outside`
  Duration up_since{};                        // for its epoch
  std::optional<std::chrono::seconds> epoch;  // instead of a count
};

// One echo service; all that are not in World::echoes are honest.
struct SimEcho {
  bool up = true;
  std::optional<core::IpAddress> lie;
  std::optional<Duration> ban;  // it answers 429 with this Retry-After
};

struct SimDisk {
  bool full = false;
  bool torn = false;  // what is there cannot be read at the next start
  std::optional<core::Saved> file;
  TimePoint written_at{};
};

class World {
 public:
  explicit World(core::Policy policy, std::uint64_t seed = 1);

  // The machine has eth0 (index 2) and ppp0 (index 3).  Each change stirs the kernel; the engine
  // knows of it only after it has looked.
  void add_address(unsigned interface, const std::string& address);
  void remove_address(const std::string& address);
  void change(const std::function<void(core::Seen&)>& what);
  void change_address(const std::string& address,
                      const std::function<void(core::SeenAddress&)>& what);
  void set_default_route(core::Family family, unsigned interface, const std::string& via = "");
  void set_outside(const std::string& address);                   // of the translator
  void stir_gateway(const std::string& gateway = "192.168.1.1");  // it announces something
  void clear_default_routes();
  void hear(const core::Event& event);

  void start();         // as after a boot: reads the disk
  void start_forced();  // the same, told to send what is there already
  void stop();          // in good order
  void leave();         // the same, and what shall go with it is withdrawn before
  void crash();         // in the middle of whatever it was
  [[nodiscard]] core::Engine& engine() { return *engine_; }
  [[nodiscard]] bool is_running() const { return engine_ != nullptr; }

  void pass(Duration time);
  // Passes time until the condition holds; false if it did not within the time.
  bool pass_until(const std::function<bool()>& condition, Duration at_most);

  // An attacker on the path sends the nth update once more; true if the server acted on it.
  bool replay(std::size_t nth);

  // The records at a name, as text; and what should be there by a reading of the rules that owes
  // nothing to the engine's.
  [[nodiscard]] std::set<std::string> in_dns(const std::string& owner, core::RrType type) const;
  [[nodiscard]] std::set<std::string> publishable(core::Family family) const;
  [[nodiscard]] bool is_right(const core::Host& host, core::Family family) const;
  [[nodiscard]] int count_said(const std::string& part) const;
  [[nodiscard]] TimePoint now() const { return now_; }

  SimServer server;  // ns1, and every one that is not in `others`
  std::map<core::Server, SimServer> others;
  SimPath path;
  SimDisk disk;
  SimGateway gateway;
  std::map<std::string, SimEcho> echoes;                         // by URL
  std::map<std::string, std::vector<core::IpAddress>> commands;  // what each prints, by path
  std::set<core::DnsName> reverse_zones;                         // that the server has besides
  core::Seen machine;
  Duration wall_behind{};           // this machine's wall clock against the true time
  unsigned unreadable_percent = 0;  // of dumps
  bool trace = false;               // print what happens

  struct Sent {
    TimePoint at;
    core::SendUpdate update;
    WallTime signed_at;
  };
  // What the resolvers know of the zone's SOA; none: they are dead.
  std::optional<core::Server> primary = core::Server{"ns1", 53};
  std::chrono::seconds primary_ttl{3600};
  struct EchoAsked {
    TimePoint at;
    std::string url;
    core::Family family;
  };
  std::vector<EchoAsked> echoes_asked;
  std::map<core::Server, SimSecondary> secondaries;
  bool is_hidden_primary = false;     // the zones' NS records do not name the primary
  bool follows_name_servers = false;  // the engine is told to, at its start
  struct NameServerAsked {
    TimePoint at;
    core::AskNameServer action;
  };
  std::vector<NameServerAsked> name_servers_asked;
  struct ScriptCall {
    TimePoint at;
    core::RunScript action;
  };
  std::vector<ScriptCall> scripts_run;
  unsigned gateway_asked = 0, commands_run = 0;
  std::vector<Sent> updates;  // every update the engine asked for
  unsigned changes_made = 0;  // updates that the server acted on
  unsigned looks = 0, wakeups = 0, kernel_looks = 0;
  std::vector<std::string> log;
  std::vector<std::string> violations;  // of invariants

 private:
  struct OnTheWire {
    core::Order request;
    std::function<core::Event(core::Reply)> answer;  // the event that ends it
    std::function<core::Event(WallTime)> serve;      // what the server makes of it
    core::IpAddress source;
    WallTime signed_at{};
    bool alive = true;
  };
  using Wire = std::shared_ptr<OnTheWire>;

  void wake_up();
  void schedule(Duration after, std::function<void()> what);
  void step(std::vector<core::Action> actions);
  void perform(const core::LookAtKernel& action);
  void perform(const core::LookUp& action);
  void perform(const core::SendUpdate& action);
  void perform(const core::TryUpdate& action);
  void perform(const core::FindZone& action);
  void perform(const core::FindPrimary& action);
  void perform(const core::AskNameServer& action);
  void perform(const core::AskGateway& action);
  void perform(const core::AskEcho& action);
  void perform(const core::RunCommand& action);
  void perform(const core::RunScript& action);
  void perform(const core::Abandon& action);
  void perform(const core::SaveState& action);
  void perform(const core::Say& action);
  void answer_later(core::ExchangeId id, Duration after, std::function<core::Event()> what);
  void transmit(OnTheWire exchange);
  void send_request(const Wire& wire);
  void send_answer(const Wire& wire, const core::Event& event);
  void end(const Wire& wire, const core::Event& event);
  [[nodiscard]] const SimServer& server_of(const core::Order& request) const;
  [[nodiscard]] SimServer& server_of(const core::Order& request);
  [[nodiscard]] core::Reply judge(const core::Order& request, WallTime signed_at) const;
  core::Reply apply(const core::SendUpdate& update, WallTime signed_at);
  [[nodiscard]] WallTime true_time() const;
  [[nodiscard]] std::optional<core::IpAddress> source() const;
  [[nodiscard]] bool chance(unsigned percent) { return random_.below(100) < percent; }
  void note_publishable();
  void note_outside();
  void check(const core::AskEcho& action);
  void check(const core::AskNameServer& action);
  [[nodiscard]] core::Rrset answer_of(const core::Server& to, const core::RrsetKey& key);
  [[nodiscard]] bool is_ours(const core::RrsetKey& key, const core::Rdata& rdata) const;
  [[nodiscard]] bool was_ours(const core::RrsetKey& key, const core::Rdata& rdata) const;
  void check(const core::SendUpdate& update);
  void check(const core::Saved& saved);
  void violation(const std::string& what);

  core::Policy policy_;
  core::Random random_;
  TimePoint now_{1h};
  std::unique_ptr<core::Engine> engine_;
  std::set<core::ExchangeId> asked_;  // of others than the name server
  bool leaving_ = false;
  unsigned life_ = 0;  // counts starts: what a dead engine waits for reaches nobody
  std::multimap<TimePoint, std::function<void()>> queue_;
  std::map<core::ExchangeId, Wire> wires_;
  // A key may sign for several zones, and mirrors are several servers of one.
  using OneZone = std::tuple<core::ZoneLabel, core::DnsName, std::optional<core::Server>>;
  [[nodiscard]] OneZone one_zone(const core::Order& request) const;
  std::map<OneZone, core::ExchangeId> in_flight_;  // updates
  std::map<std::string, TimePoint> last_publishable_;
  std::set<std::string> outsides_;  // that there ever were
  struct Spared {                   // an echo service
    TimePoint asked_at{}, before_that{}, banned_until{};
    bool ban_was_kept = false;  // a disk with room was written to since
    bool was_asked = false;
  };
  std::map<std::string, Spared> spared_;
  std::vector<std::pair<TimePoint, core::RecordPicture>> versions_;  // of the zones
  std::map<core::Server, unsigned> asked_since_;                     // the last update or start
  std::set<std::pair<core::RrsetKey, std::set<core::Rdata>>> told_;  // by the server, ever
  struct Loss {
    bool is_lost = false;
    TimePoint since{}, back_since{};
  };
  std::map<core::Family, Loss> losses_;  // of all publishable addresses
  bool was_unreadable_ = false;
  // What a server grants by a reading of the token bucket that is not the engine's: time, of which
  // an update costs 10 s and 300 s are the most there is.
  struct Credit {
    Duration left = 300s;
    TimePoint at{};
  };
  std::map<core::Server, Credit> credits_;
  TimePoint stopped_at_{};
  bool ran_unmarked_ = false;
  std::uint64_t steps_now_ = 0;
  TimePoint last_step_{};
};

// A policy with one zone, d.example.com, and one host in it, host1.
[[nodiscard]] core::Policy one_host(core::Afterwards on_loss = core::Afterwards::keep);
[[nodiscard]] core::DnsName name(const std::string& text);

}  // namespace nsfollow::test
