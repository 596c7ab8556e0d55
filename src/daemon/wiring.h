// SPDX-License-Identifier: MIT
// One engine and the adapters around it: each adapter's callback is an event, each action has one
// perform().  If you look for a decision here you will not find one.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <vector>
#include "command/client.h"
#include "command/scripts.h"
#include "core/engine.h"
#include "dns/client.h"
#include "dns/resolver.h"
#include "echo/client.h"
#include "gateway/client.h"
#include "netlink/watcher.h"
#include "settings/settings.h"
#include "state/store.h"
#include "uv/loop.h"
#include "uv/timer.h"

namespace nsfollow::daemon {

class Wiring {
 public:
  struct Ways {
    state::Store* store = nullptr;             // none: nothing is saved
    bool saves_all = true;                     // false: only what something waits for
    std::function<void()> after_turn = [] {};  // may stop the loop, but not destroy the Wiring
    bool send_updates = true;                  // false: they are held back, for a dry run
  };

  // Fails with Code::system when the kernel cannot be watched.
  static Result<std::unique_ptr<Wiring>> make(uv::Loop& loop, settings::Settings settings,
                                              const core::Recalled& recalled, Ways ways);
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  void start();
  void leave();  // withdraws what shall go with the watcher
  void hear(const core::Event& event);

  [[nodiscard]] core::Engine& engine() { return engine_; }
  // Changes that were asked for and held back, by zone.
  [[nodiscard]] const std::map<core::ZoneLabel, std::vector<core::Change>>& held() const {
    return held_;
  }

 private:
  Wiring(uv::Loop& loop, settings::Settings settings, const core::Recalled& recalled, Ways ways);

  void obey(const std::vector<core::Action>& actions);
  void perform(const core::LookAtKernel& action);
  void perform(const core::LookUp& action);
  void perform(const core::SendUpdate& action);
  void perform(const core::TryUpdate& action);
  void perform(const core::FindZone& action);
  void perform(const core::FindPrimary& action);
  void perform(const core::AskNameServer& action);
  void perform(const core::AskGateway& action);
  void perform(const core::AskEcho& action);
  void perform(const core::RunCommand& action);
  void perform(const core::RunScript& action);
  void perform(const core::Abandon& action);
  void perform(const core::SaveState& action);
  void perform(const core::Say& action);

  settings::Settings settings_;
  Ways ways_;
  core::Engine engine_;
  std::unique_ptr<netlink::Watcher> watcher_;
  dns::Client name_servers_;
  dns::Resolver resolver_;
  gateway::Client gateways_;
  echo::Client echoes_;
  command::Client commands_;
  command::Scripts scripts_;
  uv::Timer timer_;
  std::map<core::ZoneLabel, std::vector<core::Change>> held_;
};

}  // namespace nsfollow::daemon
