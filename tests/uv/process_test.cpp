// SPDX-License-Identifier: MIT
#include "uv/process.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include "state/temp_dir.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace std::chrono_literals;
using uv::Process;

namespace {

Process::Plan sh(const std::string& script) {
  return {{"/bin/sh", "-c", script}, {"PATH=/usr/bin:/bin"}, 10s, 4096, 0};
}

struct Told {
  Process::Ended ended;
  int times = 0;
  Duration took{};
};

Told run(const Process::Plan& plan) {
  uv::Loop loop;
  Told told;
  const auto began = Clock::now();
  const Process process{loop, plan, [&](Process::Ended ended) {
                          ++told.times;
                          told.ended = std::move(ended);
                        }};
  CHECK(told.times == 0);
  loop.run_once();
  while (told.times == 0) loop.run_once();
  told.took = Clock::now() - began;
  return told;
}

std::string how(const Told& told, const Process::Plan& plan) {
  return Process::describe(told.ended.how, plan);
}

std::string how(const Process::Plan& plan) { return how(run(plan), plan); }

// Who waits for the dead of a dead parent is not ours to test.
bool lives(pid_t pid) {
  const auto stat = test::read_file("/proc/" + std::to_string(pid) + "/stat");
  return !stat.empty() && stat.find(") Z ") == std::string::npos;
}

// The dead whose parent does not ask for them still have their number.
bool has_zombies() {
  siginfo_t dead{};
  return waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) == 0 && dead.si_pid != 0;
}
bool has_children() {
  siginfo_t dead{};
  return waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) == 0;
}

pid_t number_in(const std::filesystem::path& file) {
  const auto text = test::read_file(file);
  return text.ends_with('\n') ? std::stoi(text) : 0;
}

// Turns the loop until `is_so`; gives up after 20 s.
template <class Condition>
bool comes_true(uv::Loop& loop, Condition is_so) {
  const auto end = Clock::now() + 20s;
  while (!is_so() && Clock::now() < end) {
    uv::Timer tick{loop, [] {}};
    tick.set(Clock::now() + 1ms);
    loop.run_once();
  }
  return is_so();
}

}  // namespace

TEST_CASE("a program's words and its exit status are told once") {
  const auto told = run(sh("echo one; echo two; exit 3"));
  CHECK(told.times == 1);
  CHECK(told.ended.said == "one\ntwo\n");
  CHECK(told.ended.complaint == "");
  CHECK_FALSE(told.ended.is_success());
  CHECK(how(told, {}) == "ended with status 3");
  CHECK(run(sh("exit 0")).ended.is_success());
}

TEST_CASE("no shell reads what a program is given") {
  const auto told = run({{"/bin/echo", "$HOME `id` *", ";", "a  b"}, {}, 10s, 4096, 0});
  CHECK(told.ended.said == "$HOME `id` * ; a  b\n");
}

TEST_CASE("a program has the environment it is given and no other") {
  REQUIRE(setenv("NSFOLLOW_TEST_LEAK", "x", 1) == 0);
  CHECK(run({{"/usr/bin/env"}, {"A=1", "B=two words"}, 10s, 4096, 0}).ended.said ==
        "A=1\nB=two words\n");
  CHECK(run({{"/usr/bin/env"}, {}, 10s, 4096, 0}).ended.said == "");
  unsetenv("NSFOLLOW_TEST_LEAK");
}

TEST_CASE("a program inherits no descriptor, not even one that we were given, and reads nothing") {
  const test::TempDir dir;
  const Fd file{open((dir / "secret").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  const Fd given{::socket(AF_INET, SOCK_DGRAM, 0)};
  REQUIRE((file && given));
  const auto list = run({{"/bin/ls", "-l", "/proc/self/fd"}, {}, 10s, 4096, 0}).ended.said;
  CHECK_THAT(list, test::ContainsSubstring("0 -> /dev/null"));
  CHECK_THAT(list, test::ContainsSubstring("1 -> pipe:"));
  CHECK_THAT(list, test::ContainsSubstring("2 -> /dev/null"));
  CHECK_THAT(list, test::ContainsSubstring("3 -> /proc/"));  // what ls itself reads
  CHECK(std::ranges::count(list, '>') == 4);
}

TEST_CASE("a program works in the root directory, in a session of its own") {
  CHECK(run(sh("pwd; [ $(cut -d' ' -f6 /proc/$$/stat) = $$ ] && echo alone")).ended.said ==
        "/\nalone\n");
}

TEST_CASE("a program may open its own output anew, as scripts do") {
  CHECK(run(sh("echo x >/dev/stdout")).ended.said == "x\n");
}

TEST_CASE("signals that we ignore or block are as usual in a program") {
  uv::Loop loop;  // it ignores SIGPIPE
  CHECK(run(sh("kill -PIPE $$; echo on")).ended.said == "");
  CHECK(how(sh("kill -PIPE $$")) == "was ended by signal 13");
}

TEST_CASE("a complaint is kept apart and cut, and does not stop the program") {
  auto plan = sh("echo no such luck >&2; echo said; head -c 300000 /dev/zero >&2; echo more");
  plan.most_complaint = 13;
  const auto told = run(plan);
  CHECK(told.ended.is_success());
  CHECK(told.ended.said == "said\nmore\n");
  CHECK(told.ended.complaint == "no such luck\n");
}

TEST_CASE("a program that says exactly as much as it may is not cut") {
  const auto told = run(sh("head -c 4096 /dev/zero"));
  CHECK(told.ended.is_success());
  CHECK(told.ended.said.size() == 4096);
}

TEST_CASE("a program that says too much is ended") {
  const std::string script =
      GENERATE(as<std::string>{}, "head -c 4097 /dev/zero", "cat /dev/zero", "yes",
               "trap '' TERM PIPE; yes; sleep 1000", "yes 2>/dev/null >&2; yes & sleep 1000");
  auto plan = sh(script);
  if (script.starts_with("yes 2")) plan.words[2] = "yes & sleep 1000";
  const auto told = run(plan);
  CHECK(how(told, plan) == "printed more than 4096 bytes");
  CHECK(told.ended.said.size() == 4096);
  CHECK(told.took < 8s);
}

TEST_CASE("a program that ends by a signal is told as such") {
  CHECK(how(sh("kill -SEGV $$")) == "was ended by signal 11");
}

TEST_CASE("a program that cannot be started is told later, and why") {
  const test::TempDir dir;
  test::write_file(dir / "text", "not a program\n");
  CHECK(how({{(dir / "none").string()}, {}, 10s, 4096, 0}) ==
        "could not be started: no such file or directory");
  CHECK(how({{(dir / "text").string()}, {}, 10s, 4096, 0}) ==
        "could not be started: permission denied");
  CHECK_FALSE(has_children());
}

TEST_CASE("a program that hangs is ended at its time, its children too") {
  const test::TempDir dir;
  const auto file = (dir / "pid").string();
  auto plan = sh("sleep 1000 & echo $! >" + file + "; wait");
  plan.longest = 300ms;
  const auto told = run(plan);
  CHECK(how(told, plan) == "did not end within 300 ms");
  CHECK(told.took >= 300ms);
  CHECK(told.took < 1200ms);  // SIGTERM was enough
  uv::Loop loop;
  CHECK(comes_true(loop, [&] { return !lives(number_in(file)); }));
}

TEST_CASE("a program that does not heed SIGTERM is killed a second later") {
  auto plan = sh("trap '' TERM; while :; do sleep 0.05; done");
  plan.longest = 200ms;
  plan.most_complaint = 100;
  const auto told = run(plan);
  CHECK(how(told, plan) == "did not end within 200 ms");
  CHECK(told.took >= 1200ms);
  CHECK(told.took < 5s);
}

TEST_CASE("complaints without end do not put off the end of a program") {
  auto plan = sh("trap '' TERM PIPE; yes 2>/dev/null; while :; do echo x >&2; done");
  plan.most_complaint = 10;
  const auto told = run(plan);
  CHECK(how(told, plan) == "printed more than 4096 bytes");
  CHECK(told.took < 5s);
}

TEST_CASE("a child of the child that keeps the pipe is not waited for, and ends with it") {
  const test::TempDir dir;
  const auto file = (dir / "pid").string();
  const auto told = run(sh("sleep 1000 & echo $! >" + file + "; echo 5.6.7.8"));
  CHECK(told.ended.is_success());
  CHECK(told.ended.said == "5.6.7.8\n");
  CHECK(told.took < 5s);
  uv::Loop loop;
  CHECK(comes_true(loop, [&] { return !lives(number_in(file)); }));
}

TEST_CASE("destroying a process kills its group, tells nothing and leaves no zombie") {
  const test::TempDir dir;
  const auto leader = dir / "leader", child = dir / "child";
  {
    uv::Loop loop;
    {
      const Process process{loop,
                            sh("trap '' TERM; sleep 1000 & echo $! >" + child.string() +
                               "; echo $$ >" + leader.string() + "; wait; sleep 1000"),
                            [](const Process::Ended&) { FAIL("it was told"); }};
      REQUIRE(comes_true(loop, [&] { return number_in(leader) > 0; }));
      CHECK(lives(number_in(leader)));
    }
    SECTION("while the loop turns") { loop.run(); }
    SECTION("and the loop with it") {}
  }
  CHECK_FALSE(has_children());
  CHECK_FALSE(lives(number_in(leader)));
  uv::Loop loop;
  CHECK(comes_true(loop, [&] { return !lives(number_in(child)); }));
}

TEST_CASE("destroying a process that has ended but was not told yet leaves no zombie") {
  uv::Loop loop;
  {
    const Process process{loop, sh("exit 0"), [](const Process::Ended&) { FAIL("it was told"); }};
    const auto end = Clock::now() + 20s;
    while (!has_zombies() && Clock::now() < end) {
    }
  }
  loop.run();
  CHECK_FALSE(has_children());
}

TEST_CASE("a process may be destroyed and begun anew by its own end") {
  uv::Loop loop;
  int rounds = 0;
  std::optional<Process> process;
  const auto plan = GENERATE(sh("echo x"), Process::Plan{{"/none"}, {}, 10s, 4096, 0});
  std::function<void(Process::Ended)> again = [&](const Process::Ended&) {
    process.reset();
    if (++rounds < 20) process.emplace(loop, plan, again);
  };
  process.emplace(loop, plan, again);
  loop.run();
  CHECK(rounds == 20);
  CHECK_FALSE(has_children());
}

TEST_CASE("many processes at once do not get in each other's way") {
  uv::Loop loop;
  std::vector<Process> all;
  std::vector<std::string> said(40);
  for (std::size_t i = 0; i < said.size(); ++i)
    all.emplace_back(loop, sh("echo " + std::to_string(i) + "; exec cat"),
                     [&said, i](Process::Ended ended) { said[i] = std::move(ended.said); });
  loop.run();
  for (std::size_t i = 0; i < said.size(); ++i) CHECK(said[i] == std::to_string(i) + "\n");
}
