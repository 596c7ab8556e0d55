// SPDX-License-Identifier: MIT
// `nsfollow check --online`: a checkup and the adapters around it.
#pragma once
#include <map>
#include <memory>
#include <vector>
#include "core/checkup.h"
#include "core/tsig_key.h"
#include "dns/client.h"
#include "dns/resolver.h"
#include "netlink/watcher.h"
#include "settings/settings.h"
#include "uv/loop.h"
#include "uv/timer.h"

namespace nsfollow::daemon {

class Checkup {
 public:
  // Ends when all has been examined.  Fails with Code::system when the kernel cannot be asked.
  static Result<core::CheckupReport> run(uv::Loop& loop, const settings::Settings& settings);

 private:
  Checkup(uv::Loop& loop, const settings::Settings& settings);
  [[nodiscard]] const core::TsigKey* key_of(const core::ZoneLabel& label) const;
  void hear(const core::Event& event);
  void obey(const std::vector<core::Action>& actions);
  void perform(const core::Action& action);

  uv::Loop& loop_;
  const std::map<core::ZoneLabel, core::TsigKey>& keys_;
  const std::map<core::ZoneLabel, core::TsigKey> other_keys_;  // with every other algorithm
  core::Checkup checkup_;
  std::unique_ptr<netlink::Watcher> watcher_;
  dns::Client name_servers_;
  dns::Resolver resolver_;
  uv::Timer timer_;
};

}  // namespace nsfollow::daemon
