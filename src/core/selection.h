// SPDX-License-Identifier: MIT
// Which of this machine's addresses a host publishes, and why each one was kept or dropped.
#pragma once
#include <string>
#include <vector>
#include "core/policy.h"
#include "core/seen.h"

namespace nsfollow::core {

struct Candidate {
  std::string interface;  // hostile until escaped; empty for a literal
  IpAddress address;
  bool kept = false;
  std::string why;  // the rule that decided, "temporary address (RFC 8981)"
};

struct Selection {
  std::vector<Candidate> considered;
  std::vector<IpAddress> addresses;  // what is kept, sorted, each once
  // What is left is on its way out (deprecated) or too much to be true: neither a wish nor a loss.
  bool undecided = false;
  std::string remark;  // what holds for all of it: "no IPv6 default route"; empty if nothing
};

// More addresses than this at one name are taken for a mistake and not published.
inline constexpr std::size_t most_addresses = 8;

[[nodiscard]] Selection select(const AddressSource& source, Family family, const Seen& seen);

}  // namespace nsfollow::core
