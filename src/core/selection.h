// SPDX-License-Identifier: MIT
// Which addresses a host publishes, and why each one was kept or dropped.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/others.h"
#include "core/policy.h"
#include "core/seen.h"

namespace nsfollow::core {

struct Candidate {
  std::string origin;  // an interface's name, or who told it; hostile until escaped
  IpAddress address;
  std::optional<SeenAddress> seen{};  // where it is one of this machine
  bool kept = false;
  std::string why{};  // the rule that decided, "temporary address (RFC 8981)"
};

struct Selection {
  std::vector<Candidate> considered;
  std::vector<IpAddress> addresses;  // what is kept, sorted, each once
  bool undecided = false;            // not known, or too much to be true: neither a wish nor a loss
  bool is_coming = false;            // undecided, because an answer is on its way
  bool lost = false;                 // what changes has gone; `addresses` are the literals
  std::string remark;  // what holds for all of it: "no IPv6 default route"; empty if nothing
  Needs needs;
};

// More addresses than this at one name are taken for a mistake and not published.
inline constexpr std::size_t most_addresses = 8;

[[nodiscard]] Selection select(const AddressSources& sources, Family family, const Rules& rules,
                               const Seen& seen, const Others& others);

}  // namespace nsfollow::core
