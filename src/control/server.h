// SPDX-License-Identifier: MIT
// The watcher's ear for this machine's people and programs: a socket, and what it may be asked.
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include "base/clock.h"
#include "control/request.h"
#include "control/session.h"
#include "control/socket.h"
#include "core/status.h"
#include "uv/poll.h"
#include "uv/timer.h"

namespace nsfollow::control {

// root and the user of this process may ask for everything; who else can open the socket may see
// the status and say "look now".
class Server {
 public:
  static constexpr std::size_t most_sessions = 16;
  static constexpr std::size_t most_of_others = 12;  // of them all, who may not do everything
  static constexpr std::size_t most_per_uid = 4;     // of each of those
  static constexpr Duration follow_pause = std::chrono::milliseconds{100};
  static constexpr Duration trigger_pause = std::chrono::milliseconds{100};
  static constexpr std::size_t longest_answer = 4U << 20U;

  struct Watcher {
    std::function<core::Status()> status;
    std::function<void(const Trigger&)> trigger;  // at most ten times a second of each kind
    std::function<Result<Nothing>()> reload;
    std::function<void()> force;
  };

  // Fails with Code::system when there can be no socket at this path, or somebody listens there.
  static Result<std::unique_ptr<Server>> open(uv::Loop& loop, const std::filesystem::path& path,
                                              Watcher watcher);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // What the status tells may have changed: whoever follows it will hear, at most ten times a
  // second.  Cheap when nobody does.
  void stirred();

 private:
  Server(uv::Loop& loop, SocketFile socket, Watcher watcher);
  void accept();
  void welcome(Fd connected, uid_t uid);
  [[nodiscard]] bool has_room_for(uid_t uid) const;
  void hear(Session& session, std::optional<std::string_view> line);
  void obey(Session& session, const AskStatus& ask);
  void obey(Session& session, const Trigger& trigger);
  void obey(Session& session, const Reload& request);
  void obey(Session& session, const Force& request);
  [[nodiscard]] bool refuses(Session& session, std::string_view what);
  void tell_followers();
  void pass_triggers_on();

  uv::Loop& loop_;
  SocketFile socket_;
  Watcher watcher_;
  std::list<Session> sessions_;
  TimePoint told_at_{};
  bool is_telling_soon_ = false;
  uv::Timer tell_;
  // Each look asks name servers that failed, gateways and more: whoever says "now" too often is
  // heard a little later, once for all.
  std::optional<Trigger> look_, clock_;  // the last one of each kind that waits
  TimePoint triggered_at_{};
  uv::Timer trigger_;
  uv::Poll poll_;
};

}  // namespace nsfollow::control
