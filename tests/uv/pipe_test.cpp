// SPDX-License-Identifier: MIT
#include "uv/pipe.h"
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <optional>
#include <string>
#include "support/catch.h"

using namespace nsfollow;

namespace {

// One end on the loop, the other one in the hand.
struct Line {
  explicit Line(uv::Loop& on) : loop(on) {
    int fds[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) == 0);
    there = Fd{fds[1]};
    auto opened = uv::Pipe::open(loop, Fd{fds[0]},
                                 {.on_received = [this](std::string_view t) { received += t; },
                                  .on_sent = [this] { ++sent; },
                                  .on_ended = [this] { ++ended; },
                                  .on_eof = [this] { ++eofs; }});
    REQUIRE(opened);
    pipe = *std::move(opened);
  }
  void say(std::string_view text) {
    REQUIRE(::write(there.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  std::string hear() {  // all that there is
    std::string all, text(1U << 16U, ' ');
    while (true) {
      const auto length = ::read(there.get(), text.data(), text.size());
      if (length <= 0) return all;
      all += text.substr(0, static_cast<std::size_t>(length));
    }
  }

  uv::Loop& loop;
  Fd there;
  std::optional<uv::Pipe> pipe;
  std::string received;
  int sent = 0, ended = 0, eofs = 0;
};

}  // namespace

TEST_CASE("a stream carries both ways, and tells when all is sent") {
  uv::Loop loop;
  Line line{loop};
  line.say("hello");
  while (line.received != "hello") loop.run_once();
  line.pipe->send("world");
  while (line.sent == 0) loop.run_once();
  CHECK(line.hear() == "world");
  CHECK(line.pipe->unsent() == 0);
}

TEST_CASE("what the peer does not take waits, and delays nobody") {
  uv::Loop loop;
  Line line{loop};
  const std::string much(4U << 20U, 'x');
  line.pipe->send(much);
  CHECK(line.pipe->unsent() > 0);
  std::size_t heard = line.hear().size();
  const auto before = line.pipe->unsent();
  while (line.pipe->unsent() == before) loop.run_once();
  while (line.sent == 0 || heard < much.size()) {
    heard += line.hear().size();
    if (line.sent == 0) loop.run_once();
  }
  CHECK(heard == much.size());
}

TEST_CASE("a peer that says no more can still be answered") {
  uv::Loop loop;
  Line line{loop};
  line.say("question");
  REQUIRE(shutdown(line.there.get(), SHUT_WR) == 0);
  while (line.eofs == 0) loop.run_once();
  CHECK(line.received == "question");
  line.pipe->send("answer");
  while (line.sent == 0) loop.run_once();
  CHECK(line.hear() == "answer");
  CHECK(line.ended == 0);
}

TEST_CASE("a peer that has gone ends the stream once") {
  uv::Loop loop;
  Line line{loop};
  line.pipe->stop_listening();
  line.there = Fd{};
  line.pipe->send("anybody?");
  while (line.ended == 0) loop.run_once();
  CHECK(line.ended == 1);
  CHECK(line.sent == 0);
}

TEST_CASE("a stream that does not listen leaves what is said to the kernel") {
  uv::Loop loop;
  Line line{loop};
  line.pipe->stop_listening();
  line.say("unheard");
  line.pipe->send("x");
  while (line.sent == 0) loop.run_once();
  CHECK(line.received.empty());
}

TEST_CASE("a stream may be let go in each of its callbacks") {
  uv::Loop loop;
  int fds[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) == 0);
  Fd there{fds[1]};
  std::optional<uv::Pipe> pipe;
  int calls = 0;
  const auto let_go = [&] {
    ++calls;
    pipe.reset();
  };
  pipe = *uv::Pipe::open(loop, Fd{fds[0]},
                         {.on_received = [&](std::string_view) { let_go(); },
                          .on_sent = let_go,
                          .on_ended = let_go,
                          .on_eof = let_go});
  SECTION("when something is heard") { REQUIRE(::write(there.get(), "x", 1) == 1); }
  SECTION("when all is sent") { pipe->send("x"); }
  SECTION("when the peer goes") { there = Fd{}; }
  while (calls == 0) loop.run_once();
  CHECK(calls == 1);
}

TEST_CASE("a stream that is let go while it sends says nothing any more") {
  uv::Loop loop;
  std::optional<Line> line;
  line.emplace(loop);
  line->pipe->send(std::string(GENERATE(1U, 4U << 20U), 'x'));
  line->pipe.reset();
  loop.run();
  CHECK(line->sent + line->ended == 0);
}
