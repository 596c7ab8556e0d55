// SPDX-License-Identifier: MIT
// What outlives the process: a hint, never the truth.
#pragma once
#include <map>
#include <string>
#include "base/clock.h"
#include "core/dns_name.h"
#include "core/rrset.h"
#include "core/server.h"

namespace nsfollow::core {

struct Saved {
  std::map<DnsName, RecordPicture> published;  // by zone: what the primary last confirmed
  std::map<Server, unsigned> tokens;           // by server: updates left to send at once
  bool in_use = false;  // a watcher was running on it: found at a start, it ended without a word
  bool operator==(const Saved&) const = default;
};

// What a start finds.  Tokens of a server that is not in a trusted Saved count as full.
struct Recalled {
  Saved saved;
  // How long nobody has sent anything: since it was saved or, when it was still in use, since this
  // machine came up (0 when it has been up all the time).  Never negative.
  Duration age{};
  bool trusted = true;  // false: the file was broken or cannot be written, so no token is left
};

}  // namespace nsfollow::core
