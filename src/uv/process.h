// SPDX-License-Identifier: MIT
// A program that runs beside ours until it ends or is ended.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "base/clock.h"
#include "base/fd.h"
#include "uv/handle.h"
#include "uv/loop.h"
#include "uv/poll.h"
#include "uv/timer.h"

namespace nsfollow::uv {

// It leads a session and a process group of its own, and nothing of the group outlives it: what it
// leaves behind is killed.  It has no descriptor of ours; its standard input is /dev/null, and its
// working directory "/".
// Destruction kills the group; the loop's destructor waits for the kernel to hand over the dead.
class Process {
 public:
  struct Plan {
    std::vector<std::string> words;        // the first one is the absolute path of the program
    std::vector<std::string> environment;  // "NAME=value"; it sees nothing else
    Duration longest = std::chrono::seconds{10};  // then SIGTERM, and a second later SIGKILL
    std::size_t most = 4096;         // octets of standard output; one more, and it is ended
    std::size_t most_complaint = 0;  // octets kept of standard error; 0: it goes to /dev/null
  };

  struct Exited {
    int status;
  };
  struct Signalled {
    int number;  // signal(7)
  };
  struct TimedOut {};
  struct SaidTooMuch {};
  struct NotStarted {
    std::string why;
  };
  using How = std::variant<Exited, Signalled, TimedOut, SaidTooMuch, NotStarted>;
  struct Ended {
    How how;
    std::string said, complaint;  // standard output and error, no longer than the plan says

    [[nodiscard]] bool is_success() const;  // exit status 0
  };

  // `on_ended` comes once, never within the constructor, and may destroy the Process.
  Process(Loop& loop, const Plan& plan, std::function<void(Ended)> on_ended);

  // For people, "ended with status 3" or "did not end within 10 s".
  [[nodiscard]] static std::string describe(const How& how, const Plan& plan);

 private:
  // Our end of what the program writes.
  struct Ear {
    Fd fd;
    std::optional<Poll> poll;
    std::string heard;
    std::size_t most = 0;
    bool is_over = false;  // there was more than that

    [[nodiscard]] Fd open(std::size_t limit);  // gives the program's end
    bool take_some();                          // false when there is nothing, now or any more
    void close();
  };
  struct State {
    uv_process_t handle{};
    Loop* loop = nullptr;
    Ear out, complaint;
    std::optional<Timer> timer;
    std::optional<How> how;  // known when it is no longer the program's choice
    bool is_running = false;
    bool is_wanted = true;  // there is a Process
    std::function<void(Ended)> on_ended;
  };
  struct Kill {
    void operator()(State* state) const noexcept;
  };
  static int start(State& state, const Plan& plan);
  static void hear(State& state);
  static void end(State& state, How how);
  static void time_is_up(State& state);
  static void exited(State* state, How how);
  static void tell(State& state);

  std::unique_ptr<State, Kill> state_;
};

}  // namespace nsfollow::uv
