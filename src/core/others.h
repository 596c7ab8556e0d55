// SPDX-License-Identifier: MIT
// What others say of our addresses, and who has to be asked.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "core/saved.h"

namespace nsfollow::core {

struct Told {
  std::optional<std::vector<IpAddress>> addresses{};  // none: nobody can tell, or not yet
  bool is_coming = false;                             // an answer is on its way
  std::string by{};                                   // "gateway 192.168.1.1 (NAT-PMP)"
  std::string why_not{};                              // where nobody can tell
  bool operator==(const Told&) const = default;
};

// A program of the administrator, asked for one family.
struct Command {
  std::string path;
  Family family = Family::ipv4;
  auto operator<=>(const Command&) const = default;
};

struct Others {
  std::map<Vantage, Told> gateway, echo;
  std::map<Command, Told> command;
  bool operator==(const Others&) const = default;
};

struct Needs {
  std::set<Vantage> gateway, echo;
  std::set<Command> command;
};

}  // namespace nsfollow::core
