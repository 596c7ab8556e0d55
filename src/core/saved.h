// SPDX-License-Identifier: MIT
// What outlives the process: a hint, never the truth.
#pragma once
#include <map>
#include <set>
#include <string>
#include "base/clock.h"
#include "core/policy.h"
#include "core/publication.h"
#include "core/rrset.h"
#include "core/server.h"

namespace nsfollow::core {

// One point of view: addresses of a family, as they look beyond one interface.
struct Vantage {
  Family family = Family::ipv4;
  std::string interface;  // its name; empty: that of the best default route
  auto operator<=>(const Vantage&) const = default;
};

// What the echo services agreed on, and behind which uplink that was.
struct EchoAgreement {
  IpAddress address;
  std::string uplink;
  bool operator==(const EchoAgreement&) const = default;
};

// At names that others have addresses at, too: what we have put there, or are about to.
using Claims = std::map<RrsetKey, std::set<Rdata>>;

struct Saved {
  std::map<ZoneLabel, RecordPicture> published;  // by zone: what the primary last confirmed
  std::map<ZoneLabel, Claims> claims{};
  std::map<Server, unsigned> tokens;  // by server: updates left to send at once
  // How long from the saving on each echo service is not to be asked, by URL; and no early look.
  std::map<std::string, Duration> echo_waits{};
  Duration echo_early_wait{};
  std::map<Vantage, EchoAgreement> echo_agreements{};
  std::vector<Publication> script_due{};  // what the scripts have not been told yet
  bool in_use = false;  // a watcher was running on it: found at a start, it ended without a word
  bool operator==(const Saved&) const = default;
};

// What a start finds.  Tokens of a server that is not in a trusted Saved count as full.
struct Recalled {
  Saved saved;
  // How long nobody has sent anything: since it was saved or, when it was still in use, since this
  // machine came up (0 when it has been up all the time).  Never negative.
  Duration age{};
  Duration since_saved{};  // at least this long ago; never negative
  // False: a person waits, who shall not be made to pay for how the last run ended; tokens then
  // count as the file tells, or as full.
  bool is_patient = true;
  bool keeps = true;    // what is saved reaches a disk; else no echo service is asked
  bool trusted = true;  // false: the file was broken or cannot be written, so no token is left
};

}  // namespace nsfollow::core
