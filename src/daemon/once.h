// SPDX-License-Identifier: MIT
// `nsfollow sync`, its dry run and `explain`: one look, at most one update where one is needed.
#pragma once
#include <memory>
#include <optional>
#include <vector>
#include "daemon/wiring.h"

namespace nsfollow::daemon {

class Once {
 public:
  struct Wishes {
    bool send_updates = true;
    bool force = false;  // send an update even where nothing differs
    // How long to wait, once all is right, until every name server serves it.
    std::optional<Duration> wait{};
  };

  // Looks, and with `send_updates` makes what differs right.  Ends when every zone is right, was
  // held back or has failed once; within 30 s in any case, but for `wait`.
  static Result<std::unique_ptr<Once>> run(uv::Loop& loop, settings::Settings settings,
                                           const std::filesystem::path& state_dir, Wishes wishes);

  [[nodiscard]] const core::Engine& engine() const { return wiring_->engine(); }
  // What would be sent to the zone (without `send_updates`), or is still to be done.
  [[nodiscard]] std::vector<core::Change> pending(const core::ZoneSync& zone) const;
  // 0 all is right, 3 this machine could not be read, 4 a server refused, 5 not confirmed, or not
  // everywhere after a wait.
  [[nodiscard]] int exit_code() const;

 private:
  Once(uv::Loop& loop, const std::filesystem::path& state_dir);
  [[nodiscard]] core::Recalled recall();
  [[nodiscard]] core::Recalled glance();
  void keep(const core::Recalled& recalled);
  void watch_the_end(Wishes wishes);
  [[nodiscard]] bool is_at_rest() const;
  [[nodiscard]] bool is_known_everywhere() const;

  uv::Loop& loop_;
  state::Store store_;
  bool store_is_ours_ = false;
  bool watcher_crashed_ = false;
  bool is_waiting_ = false;  // for the name servers
  uv::Timer patience_;
  std::unique_ptr<Wiring> wiring_;
};

}  // namespace nsfollow::daemon
