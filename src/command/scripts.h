// SPDX-License-Identifier: MIT
// Runs scripts of the administrator that hear of what has happened.
#pragma once
#include <functional>
#include <map>
#include <variant>
#include "core/action.h"
#include "core/event.h"
#include "uv/loop.h"
#include "uv/process.h"

namespace nsfollow::command {

class Scripts {
 public:
  Scripts(uv::Loop& loop, std::function<void(core::Event)> on_event);

  // The script sees PATH and the action's variables.  What it prints goes to the log, line by line.
  // Answered by ScriptEnded, never within the call.
  void run(const core::RunScript& action);
  void abandon(core::ExchangeId id);

 private:
  void tell(core::ScriptEnded told);

  uv::Loop& loop_;
  std::function<void(core::Event)> on_event_;
  // A running script, or the alarm after which a refusal is told.
  std::map<core::ExchangeId, std::variant<uv::Process, uv::Timer>> running_;
};

}  // namespace nsfollow::command
