// SPDX-License-Identifier: MIT
#include "control/server.h"
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <string_view>
#include <utility>
#include "base/log.h"
#include "control/rendering.h"

namespace nsfollow::control {

namespace {

bool may_do_everything(uid_t uid) { return uid == 0 || uid == ::geteuid(); }

std::string ok(int code, const std::string& body) {
  return to_line(Head{Head::Kind::ok, code, {}}) + body;
}
std::string wrong(std::string why) { return to_line(Head{Head::Kind::wrong, 0, std::move(why)}); }
std::string refused(std::string why) {
  return to_line(Head{Head::Kind::refused, 0, std::move(why)});
}

// Between two statuses for one who follows them.
std::string separator(Format format) { return format == Format::json ? "" : "\n"; }

}  // namespace

Result<std::unique_ptr<Server>> Server::open(uv::Loop& loop, const std::filesystem::path& path,
                                             Watcher watcher) {
  auto socket = SocketFile::listen(path);
  if (!socket) return std::move(socket).error();
  return std::unique_ptr<Server>{new Server(loop, *std::move(socket), std::move(watcher))};
}

Server::Server(uv::Loop& loop, SocketFile socket, Watcher watcher)
    : loop_(loop),
      socket_(std::move(socket)),
      watcher_(std::move(watcher)),
      tell_(loop, [this] { tell_followers(); }),
      trigger_(loop, [this] { pass_triggers_on(); }),
      poll_(loop, socket_.fd(), [this] { accept(); }) {}

// One at a time: between two of them the loop hears the kernel and the name servers.
void Server::accept() {
  Fd connected = socket_.accept();
  if (!connected) return;
  const auto uid = uid_of_peer(connected);
  if (!uid) return;
  if (has_room_for(*uid)) return welcome(std::move(connected), *uid);
  const auto text = refused("there are too many that ask at once");
  (void)::send(connected.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool Server::has_room_for(uid_t uid) const {
  if (sessions_.size() >= most_sessions) return false;
  if (may_do_everything(uid)) return true;
  const auto others = std::ranges::count_if(
      sessions_, [](const Session& session) { return !may_do_everything(session.uid()); });
  return static_cast<std::size_t>(others) < most_of_others &&
         static_cast<std::size_t>(std::ranges::count(sessions_, uid, &Session::uid)) < most_per_uid;
}

void Server::welcome(Fd connected, uid_t uid) {
  auto& session = sessions_.emplace_back(
      loop_, uid,
      Session::Listener{
          .on_line = [this](Session& s, std::optional<std::string_view> line) { hear(s, line); },
          .on_idle = [this](Session&) { stirred(); },
          .on_over =
              [this](Session& s) {
                sessions_.remove_if([&s](const Session& other) { return &other == &s; });
              }});
  if (!session.begin(loop_, std::move(connected))) sessions_.pop_back();
}

void Server::hear(Session& session, std::optional<std::string_view> line) {
  if (!line)
    return session.answer(
        wrong("a request has at most " + std::to_string(longest_request) + " octets"));
  const auto request = parse_request(*line);
  if (!request) return session.answer(wrong(request.error()));
  std::visit([&](const auto& wish) { obey(session, wish); }, *request);
}

void Server::obey(Session& session, const AskStatus& ask) {
  if (ask.follow && ask.format == Format::prometheus)
    return session.answer(wrong("there is no following in the format prometheus"));
  const auto status = concerning(watcher_.status(), ask.only);
  if (!status)
    return session.answer(wrong(ask.only->to_text() + " is no name of the configuration"));
  auto text = ok(status->exit_code(), rendered(*status, ask.format));
  if (text.size() > longest_answer)
    return session.answer(refused("the status is too long; ask for one name"));
  if (!ask.follow) return session.answer(std::move(text));
  session.follow(ask, std::move(text), picture_of(*status));
}

void Server::obey(Session& session, const Trigger& trigger) {
  (trigger.event().clock_was_set ? clock_ : look_) = trigger;
  if (Clock::now() >= triggered_at_ + trigger_pause)
    pass_triggers_on();
  else
    trigger_.set(triggered_at_ + trigger_pause);
  session.answer(ok(0, ""));
}

void Server::pass_triggers_on() {
  triggered_at_ = Clock::now();
  for (auto* waiting : {&clock_, &look_})
    if (const auto trigger = std::exchange(*waiting, std::nullopt)) watcher_.trigger(*trigger);
}

bool Server::refuses(Session& session, std::string_view what) {
  if (may_do_everything(session.uid())) return false;
  log::line(log::Level::warning, "the user with uid " + std::to_string(session.uid()) +
                                     " may not ask for a " + std::string{what});
  session.answer(refused("only root and the user that nsfollow runs as may do that"));
  return true;
}

void Server::obey(Session& session, const Reload&) {
  if (refuses(session, "reload")) return;
  const auto reloaded = watcher_.reload();
  if (reloaded) return session.answer(ok(0, ""));
  session.answer(
      ok(reloaded.error().code == Error::Code::config ? 2 : 3, reloaded.error().text + '\n'));
}

void Server::obey(Session& session, const Force&) {
  if (refuses(session, "forced update")) return;
  watcher_.force();
  session.answer(ok(0, ""));
}

void Server::stirred() {
  if (is_telling_soon_ || std::ranges::none_of(sessions_, [](const Session& session) {
        return session.followed().has_value();
      }))
    return;
  is_telling_soon_ = true;
  tell_.set(told_at_ + follow_pause);  // or at once, when that is over
}

void Server::tell_followers() {
  is_telling_soon_ = false;
  told_at_ = Clock::now();
  const auto now = watcher_.status();
  for (auto& session : sessions_) {
    if (!session.followed() || !session.is_idle()) continue;
    const auto& ask = *session.followed();
    // A name that is none any more: nothing concerns it.
    const auto status = concerning(now, ask.only).value_or(core::Status{});
    auto picture = picture_of(status);
    if (picture != session.picture())
      session.send_more(separator(ask.format) + rendered(status, ask.format), std::move(picture));
  }
}

}  // namespace nsfollow::control
