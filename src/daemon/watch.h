// SPDX-License-Identifier: MIT
// `nsfollow run`: the engine on the loop until somebody says stop.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include "control/server.h"
#include "daemon/notify.h"
#include "daemon/wall_clock_watch.h"
#include "daemon/wiring.h"
#include "uv/signal.h"

namespace nsfollow::daemon {

class Watch {
 public:
  using Load = std::function<Result<settings::Settings>()>;

  struct Socket {
    std::filesystem::path path;
    bool is_wanted = false;  // otherwise a watcher without one is better than none
  };

  // `load` reads the configuration again on SIGHUP, and sets the log up for it.
  Watch(uv::Loop& loop, std::filesystem::path state_dir, Load load, Socket socket);

  // Runs until SIGTERM or SIGINT; then what shall go with it is withdrawn, within 5 s, and the
  // state is saved.  A second signal ends it at once. Fails with Code::system when it cannot begin.
  Result<Nothing> run(settings::Settings settings);

 private:
  [[nodiscard]] Result<core::Recalled> recall();
  Result<Nothing> wire(settings::Settings settings, const core::Recalled& recalled);
  Result<Nothing> listen();
  Result<Nothing> reload();
  Result<Nothing> try_reload();
  void leave();
  [[nodiscard]] bool has_left() const;
  void pat_watchdog();

  uv::Loop& loop_;
  Load load_;
  Socket socket_;
  Notify notify_;
  std::unique_ptr<Wiring> wiring_;
  state::Store store_;
  uv::Signal term_, interrupt_, hangup_, look_now_;
  WallClockWatch clock_;
  std::optional<uv::Timer> watchdog_;
  std::optional<uv::Timer> patience_;  // while it leaves
  std::unique_ptr<control::Server> control_;
};

}  // namespace nsfollow::daemon
