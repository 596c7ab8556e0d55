// SPDX-License-Identifier: MIT
// Runs programs of the administrator that print addresses.
#pragma once
#include <functional>
#include <map>
#include <variant>
#include "core/action.h"
#include "core/event.h"
#include "uv/loop.h"
#include "uv/process.h"

namespace nsfollow::command {

class Client {
 public:
  Client(uv::Loop& loop, std::function<void(core::Event)> on_event);

  // The program gets no words, PATH and NSFOLLOW_FAMILY (ipv4 or ipv6) in its environment, and
  // 10 s.  Answered by CommandTold, never within the call.
  void run(const core::RunCommand& action);
  void abandon(core::ExchangeId id);

 private:
  void refuse(core::ExchangeId id, std::string why);
  void ended(core::ExchangeId id, core::Family family, const uv::Process::Ended& ended);
  void tell(core::CommandTold told);

  uv::Loop& loop_;
  std::function<void(core::Event)> on_event_;
  // A running program, or the alarm after which a refusal is told.
  std::map<core::ExchangeId, std::variant<uv::Process, uv::Timer>> asked_;
};

}  // namespace nsfollow::command
