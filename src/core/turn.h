// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>
#include "core/action.h"
#include "core/publication.h"
#include "core/random.h"
#include "core/server_book.h"

namespace nsfollow::core {

// What one turn of the engine hands to its parts, and what it gets back.
struct Turn {
  TimePoint now;
  Random& random;
  ServerBook& servers;
  ExchangeId& last_id;
  std::vector<Action>& actions;
  bool must_save = false;                // something that shall outlive the process has changed
  bool wants_serials = false;            // of zones that were changed
  std::vector<Publication> published{};  // what the primary was seen to have changed
  std::map<ZoneLabel, std::string> troubles{};  // new ones

  void say(log::Level level, std::string text) {
    actions.emplace_back(Say{level, std::move(text)});
  }
};

}  // namespace nsfollow::core
