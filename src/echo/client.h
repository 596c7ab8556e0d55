// SPDX-License-Identifier: MIT
// Asks echo services, by way of nsfollow-echo: HTTP and TLS meet a process that owns nothing.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include "core/action.h"
#include "core/event.h"
#include "uv/loop.h"
#include "uv/process.h"

namespace nsfollow::echo {

class Client {
 public:
  // `probe` is the path of nsfollow-echo; it is looked for when somebody asks.
  Client(uv::Loop& loop, std::function<void(core::Event)> on_event,
         std::filesystem::path probe = probe_path());

  // Answered by EchoTold, within 17 s, and never within the call.
  void ask(const core::AskEcho& action);
  void abandon(core::ExchangeId id);

  // Beside this program; empty when /proc does not tell where that is.
  [[nodiscard]] static std::filesystem::path probe_path();

 private:
  void ended(core::ExchangeId id, core::Family family, const uv::Process::Ended& ended);

  uv::Loop& loop_;
  std::function<void(core::Event)> on_event_;
  std::filesystem::path probe_;
  std::map<core::ExchangeId, uv::Process> asked_;
};

}  // namespace nsfollow::echo
