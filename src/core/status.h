// SPDX-License-Identifier: MIT
// How everything stands, for people and for monitoring: a copy that may be read at leisure.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/engine.h"

namespace nsfollow::core {

struct Status {
  struct Name {  // one RRset
    RrsetKey key;
    ZoneLabel zone;
    std::optional<Rrset> wanted;          // none: not known, so nothing is touched
    std::optional<Rrset> published;       // none: the primary has not told
    std::optional<Duration> changed_ago;  // none: not in this run
    std::string remark;                   // why nothing is known

    bool is_kept = false;  // not known now, and something of ours is there

    [[nodiscard]] bool is_right() const {
      return wanted ? published && *wanted == *published : !is_kept;
    }
  };
  struct NameServer {  // of a zone, as the whole world asks it
    Server server;
    std::string address;          // empty: it has not answered
    bool serves = false;          // all that was changed last
    std::optional<Duration> lag;  // from the change until it was seen to
    std::string lacks;            // escaped; empty while it is not known
    bool is_given_up = false;     // it is not asked any more
  };
  struct Zone {
    ZoneLabel label;
    DnsName name;
    Server server;
    bool is_right = false;  // all that is known to be wanted is there
    bool is_busy = false;   // an exchange is under way
    std::string trouble;    // why it is not right, with advice; empty when nothing failed
    bool needs_a_person = false;
    Duration trouble_for{};
    unsigned tries = 0;                                // that failed
    std::optional<Duration> answered_ago;              // by the primary, authentically
    std::optional<Duration> next_in;                   // when something is done next
    std::optional<std::chrono::seconds> clock_behind;  // of the server's, while ours is not used
    std::vector<NameServer> name_servers{};            // none: this run has changed nothing
    std::string name_servers_unknown{};                // why, where they should be known
    bool has_hidden_primary = false;                   // it is none of the name servers
  };
  struct Source {        // one who is asked besides the kernel
    std::string name;    // "gateway", "echo services for IPv4 behind wan1", a path
    std::string answer;  // the addresses; empty: none
    std::string by;
    std::string why_not;
  };

  Duration running_for{};
  bool is_blind = false;  // this machine's addresses cannot be read
  std::vector<Zone> zones;
  std::vector<Name> names;
  std::vector<Source> sources;

  // 0 all is right, 3 this machine cannot be read, 4 a server refuses, 5 not confirmed or not
  // known.
  [[nodiscard]] int exit_code() const;
};

[[nodiscard]] Status status_of(const Engine& engine, TimePoint now, WallTime wall);

}  // namespace nsfollow::core
