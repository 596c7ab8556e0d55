// SPDX-License-Identifier: MIT
// Which of a zone's name servers show already what the primary has confirmed.  Nothing waits for
// it: it only tells.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "core/event.h"
#include "core/policy.h"
#include "core/turn.h"

namespace nsfollow::core {

// After each confirmed change the primary is asked for the zone's NS records, and then each name
// server, ever more seldom, until it shows the change, does not answer for long, or an hour is
// over.  All this is unsigned and so no more than a hint.
class Propagation {
 public:
  enum class Mode : std::uint8_t {
    off,
    changes,  // after each confirmed change
    all,      // also what was right before
  };
  struct NameServer {
    Server server;                     // as an NS record names it
    std::string peer{};                // its address, once it has answered
    std::optional<TimePoint> since{};  // when it was first seen to show all of the change
    std::string lacks{};               // "its serial is 12"; why it is not known; may be empty
    bool is_given_up = false;          // it is not asked any more, though it lacks something

   private:
    friend class Propagation;
    ExchangeId id = 0;  // of the question under way; 0: there is none
    TimePoint due{};
    unsigned failures = 0;  // in a row
  };
  struct Followed {  // one zone
    TimePoint changed_at{};
    bool is_change = false;  // false: it was right before, so there is no lag
    std::string why_not{};   // the primary does not tell the name servers
    std::vector<NameServer> servers{};

    [[nodiscard]] bool is_over() const;  // nobody is asked any more
    [[nodiscard]] bool is_everywhere() const;
    // No name server is the primary itself, as far as names and addresses tell.
    [[nodiscard]] bool has_hidden_primary() const;
    [[nodiscard]] std::optional<Duration> lag(const NameServer& of) const;

   private:
    friend class Propagation;
    DnsName name;
    NameServer primary;
    bool is_learning = true;  // which name servers there are
    RecordPicture shown;      // that all shall show
    std::optional<std::uint32_t> serial;
  };

  void set_mode(Mode mode) { mode_ = mode; }
  [[nodiscard]] Mode mode() const { return mode_; }

  void published(const Publication& publication, const DnsName& zone, Turn& turn);
  // What was right before, unless it is followed already.
  void is_right(const Zone& zone, const Server& primary, const RecordPicture& published,
                Turn& turn);
  void step(Turn& turn);
  void told(const NameServerTold& answer, Turn& turn);

  [[nodiscard]] std::optional<TimePoint> next_wakeup() const;
  [[nodiscard]] const Followed* of(const ZoneLabel& zone) const;

 private:
  static void begin(Followed& zone, const DnsName& name, const Server& primary, Turn& turn);
  static void ask(NameServer& whom, std::vector<RrsetKey> keys, Turn& turn);
  static void learned(Followed& zone, const NameServerTold& answer, Turn& turn);
  static void heard(Followed& zone, NameServer& from, const NameServerTold& answer, Turn& turn);
  static void ask_later(const Followed& zone, NameServer& whom, Turn& turn);

  Mode mode_ = Mode::off;
  std::map<ZoneLabel, Followed> zones_;
};

[[nodiscard]] std::string lag_text(Duration lag);  // "180 ms", "1.2 s", "3 min"

}  // namespace nsfollow::core
