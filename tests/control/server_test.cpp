// SPDX-License-Identifier: MIT
#include "control/server.h"
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <optional>
#include <thread>
#include <vector>
#include "control/client.h"
#include "control/directory.h"
#include "control/rendering.h"
#include "control/sample.h"
#include "uv/timer.h"

using namespace nsfollow;
using namespace nsfollow::control;
using namespace std::chrono_literals;
using nsfollow::test::ContainsSubstring;

namespace {

// A server on a loop, and time for it.
struct Stage {
  Stage() { start(); }
  void start() {
    auto opened = Server::open(loop, path,
                               {.status = [this] { return status; },
                                .trigger = [this](const Trigger& t) { triggers.push_back(t); },
                                .reload = [this]() -> Result<Nothing> {
                                  if (reload_error) return *reload_error;
                                  return Nothing{};
                                },
                                .force = [this] { ++forced; }});
    REQUIRE(opened);
    server = *std::move(opened);
  }
  template <class Condition>
  bool wait(Condition condition, Duration at_most = 10s) {
    const auto end = Clock::now() + at_most;
    uv::Timer tick{loop, [&] { tick.set(Clock::now() + 2ms); }};
    tick.set(Clock::now());
    do loop.run_once();
    while (!condition() && Clock::now() < end);
    return condition();
  }
  // What a client says is said by its own thread, as it may block.
  std::string ask(const Request& request) {
    std::string told;
    std::atomic<bool> done = false;
    std::thread client{[&] {
      const auto head = control::ask(path, request, 5s, [&](std::string_view piece) {
        told += piece;
        return true;
      });
      told = (head ? to_line(*head) : head.error().text) + told;
      done = true;
    }};
    CHECK(wait([&] { return done.load(); }));
    client.join();
    return told;
  }

  test::Directory directory;
  std::filesystem::path path = directory / "control.sock";
  uv::Loop loop;
  core::Status status = test::sample_status();
  std::vector<Trigger> triggers;
  std::optional<Error> reload_error;
  int forced = 0;
  std::unique_ptr<Server> server;
};

// Somebody at the other end who keeps to no rule.
struct Peer {
  explicit Peer(const Stage& stage) : fd(connect_to(stage.path)) { REQUIRE(fd); }
  bool say(std::string_view text) {
    return ::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
  }
  // Whether the watcher has closed its end, though there may be something to read yet.
  bool is_left() {
    pollfd asked{fd.get(), POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) == 1;
  }
  // Takes what there is; true when that was the end.
  bool hear() {
    std::string piece(1U << 16U, ' ');
    const auto length = ::recv(fd.get(), piece.data(), piece.size(), MSG_DONTWAIT);
    if (length > 0) heard += piece.substr(0, static_cast<std::size_t>(length));
    return length == 0 || (length < 0 && errno != EAGAIN);
  }
  Fd fd;
  std::string heard;
};

}  // namespace

TEST_CASE("a watcher tells its status in every format") {
  Stage stage;
  CHECK(stage.ask(AskStatus{}) == "ok 0\n" + to_text(stage.status, false));
  CHECK(stage.ask(AskStatus{Format::colour, false, {}}) == "ok 0\n" + to_text(stage.status, true));
  stage.status = test::sad_status();
  CHECK(stage.ask(AskStatus{Format::json, false, {}}) == "ok 4\n" + to_json(stage.status));
  CHECK(stage.ask(AskStatus{Format::prometheus, false, {}}) ==
        "ok 4\n" + to_prometheus(stage.status));
  CHECK(stage.ask(AskStatus{Format::text, false, test::dns_name("host9.d.example.com")}) ==
        "wrong host9.d.example.com is no name of the configuration\n");
}

TEST_CASE("a watcher does what it is told") {
  Stage stage;
  const auto trigger = Trigger::from("wan0", "5.6.7.8", false, "dhclient");
  CHECK(stage.ask(trigger) == "ok 0\n");
  REQUIRE(stage.triggers.size() == 1);
  CHECK(stage.triggers[0] == trigger);
  CHECK(stage.ask(Force{}) == "ok 0\n");
  CHECK(stage.forced == 1);
  CHECK(stage.ask(Reload{}) == "ok 0\n");
  stage.reload_error = Error{Error::Code::config, "nsfollow.toml:5: no such key"};
  CHECK(stage.ask(Reload{}) == "ok 2\nnsfollow.toml:5: no such key\n");
}

TEST_CASE("who triggers without end is heard ten times a second, and the last word is not lost") {
  Stage stage;
  const auto began = Clock::now();
  for (int i = 0; i < 100; ++i)
    stage.ask(Trigger::from("wan" + std::to_string(i), "", false, i == 50 ? "ntp" : "pppd"));
  REQUIRE(stage.wait(
      [&] { return !stage.triggers.empty() && stage.triggers.back().interface == "wan99"; }));
  const auto took = Clock::now() - began;
  CHECK(stage.triggers[0].interface == "wan0");
  CHECK(stage.triggers.size() <= static_cast<std::size_t>(took / Server::trigger_pause) + 3);
  CHECK(std::ranges::count(stage.triggers, "ntp", &Trigger::source) == 1);
}

TEST_CASE("a status that is larger than any buffer arrives whole") {
  Stage stage;
  for (int i = 0; i < 3000; ++i)
    stage.status.names.push_back(test::sample_name("h" + std::to_string(i) + ".d.example.com"));
  const auto whole = "ok 0\n" + to_json(stage.status);
  REQUIRE(whole.size() > 500000);
  CHECK(stage.ask(AskStatus{Format::json, false, {}}) == whole);
}

TEST_CASE("who follows hears of each change once, and at most ten times a second") {
  Stage stage;
  Peer peer{stage};
  REQUIRE(peer.say("follow json\n"));
  std::string expected = "ok 0\n" + to_json(stage.status);
  REQUIRE(stage.wait([&] { return peer.hear() || peer.heard == expected; }));
  for (int i = 1; i <= 3; ++i) {
    stage.status.names[0].wanted = test::addresses({"5.6.7.9"});
    stage.status.names[0].published = test::addresses({i % 2 == 0 ? "5.6.7.8" : "5.6.7.9"});
    stage.server->stirred();
    expected += to_json(stage.status);
    REQUIRE(stage.wait([&] { return peer.hear() || peer.heard == expected; }));
    stage.status.running_for += 1s;
    stage.server->stirred();  // nothing but time
  }
  std::size_t changes = 0;
  stage.wait(
      [&] {
        stage.status.names[0].remark = std::to_string(++changes);
        stage.server->stirred();
        return peer.hear();
      },
      500ms);
  const auto told = static_cast<std::size_t>(std::ranges::count(peer.heard, '\n')) - 5;
  CHECK(changes > told);
  CHECK(told >= 2);
  CHECK(told <= 6);
}

TEST_CASE("who follows and goes is forgotten at once") {
  Stage stage;
  for (std::size_t i = 0; i < 3 * Server::most_sessions; ++i) {
    Peer peer{stage};
    REQUIRE(peer.say("follow text\n"));
    REQUIRE(stage.wait([&] { return peer.hear() || !peer.heard.empty(); }));
    CHECK_THAT(peer.heard, ContainsSubstring("all is right"));
  }
}

TEST_CASE("garbage is answered, and ends the connection") {
  Stage stage;
  const std::string said = GENERATE(as<std::string>{}, "\n", "\x1b[2J\n", "GET / HTTP/1.1\r\n",
                                    std::string(4095, 'a') + "\n", std::string(4096, 'a'),
                                    std::string(200000, 'a'), std::string("status\0text\n", 12));
  Peer peer{stage};
  (void)peer.say(said);
  REQUIRE(stage.wait([&] { return peer.hear(); }));
  CHECK(peer.heard.starts_with("wrong "));
  CHECK(peer.heard.find('\x1b') == std::string::npos);
  CHECK(stage.ask(AskStatus{}).starts_with("ok 0\n"));
}

TEST_CASE("a request may come in pieces, and its author say no more") {
  Stage stage;
  Peer peer{stage};
  for (const char c : std::string{"status json\n"}) {
    REQUIRE(peer.say({&c, 1}));
    stage.wait([] { return true; });
  }
  REQUIRE(shutdown(peer.fd.get(), SHUT_WR) == 0);
  REQUIRE(stage.wait([&] { return peer.hear(); }));
  CHECK(peer.heard == "ok 0\n" + to_json(stage.status));
}

TEST_CASE("who goes in the middle leaves nothing behind") {
  Stage stage;
  for (int i = 0; i < 200; ++i) {
    Peer peer{stage};
    if (i % 3 > 0) (void)peer.say(i % 3 == 1 ? "stat" : "status json\n");
    if (i % 2 == 0) stage.wait([] { return true; });
  }
  CHECK(stage.ask(AskStatus{}).starts_with("ok 0\n"));
}

TEST_CASE("there are sixteen who ask at once, and the next one is told so") {
  Stage stage;
  std::vector<std::unique_ptr<Peer>> peers;
  for (std::size_t i = 0; i < Server::most_sessions; ++i) {
    peers.push_back(std::make_unique<Peer>(stage));
    REQUIRE(peers.back()->say("follow text\n"));
    REQUIRE(stage.wait([&] { return peers.back()->hear() || !peers.back()->heard.empty(); }));
  }
  CHECK(stage.ask(AskStatus{}) == "refused there are too many that ask at once\n");
  peers.pop_back();
  CHECK(stage.wait([&] { return stage.ask(AskStatus{}).starts_with("ok"); }));
}

TEST_CASE("who says nothing, or drips, is let go after five seconds") {
  Stage stage;
  Peer silent{stage}, dripping{stage}, deaf{stage};
  for (int i = 0; i < 3000; ++i)
    stage.status.names.push_back(test::sample_name("h" + std::to_string(i) + ".d.example.com"));
  REQUIRE(deaf.say("status json\n"));
  const auto began = Clock::now();
  bool silent_ended = false, dripping_ended = false;
  REQUIRE(stage.wait([&] {
    silent_ended = silent_ended || silent.hear();
    dripping_ended = dripping_ended || dripping.hear() || !dripping.say("a");
    return silent_ended && dripping_ended;
  }));
  const auto took = Clock::now() - began;
  CHECK(took >= Session::patience - 100ms);
  CHECK(took < Session::patience + 2s);
  REQUIRE(stage.wait([&] { return deaf.is_left(); }));
  bool whole = false;
  stage.wait([&] { return whole = deaf.hear(); });
  CHECK(deaf.heard.size() < to_json(stage.status).size());  // the rest was not kept for it
}

TEST_CASE("a client without a watcher, or with a strange one, says so at once") {
  test::Directory directory;
  const auto path = directory / "control.sock";
  const auto nothing = [](std::string_view) { return true; };
  SECTION("there is no socket") {
    const auto head = ask(path, Reload{}, 100ms, nothing);
    REQUIRE_FALSE(head);
    CHECK(head.error().kind == NoAnswer::Kind::nobody);
  }
  SECTION("nobody accepts") {
    const auto socket = SocketFile::listen(path);
    const auto began = Clock::now();
    const auto head = ask(path, Reload{}, 50ms, nothing);
    REQUIRE_FALSE(head);
    CHECK(head.error().kind == NoAnswer::Kind::slow);
    CHECK(Clock::now() - began < 500ms);
    std::vector<Fd> waiting;
    while (waiting.size() < 1000 && (waiting.empty() || waiting.back()))
      waiting.push_back(connect_to(path));
    REQUIRE_FALSE(waiting.back());
    CHECK(ask(path, Reload{}, 50ms, nothing).error().kind == NoAnswer::Kind::slow);
  }
  SECTION("it says something else") {
    const auto socket = SocketFile::listen(path);
    REQUIRE(socket);
    const std::string said =
        GENERATE(as<std::string>{}, "", "hello\n", "ok 0", std::string(100000, 'x'));
    std::thread other{[&] {
      Fd connected;
      while (!connected) connected = socket->accept();
      (void)::send(connected.get(), said.data(), said.size(), MSG_NOSIGNAL);
    }};
    const auto head = ask(path, Reload{}, 5s, nothing);
    other.join();
    REQUIRE_FALSE(head);
    CHECK(head.error().kind == NoAnswer::Kind::broken);
  }
}
