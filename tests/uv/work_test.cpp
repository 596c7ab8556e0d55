// SPDX-License-Identifier: MIT
#include "uv/work.h"
#include <future>
#include <optional>
#include <thread>
#include <vector>
#include "support/catch.h"

using namespace nsfollow;

TEST_CASE("a job runs beside the loop and its end is told on the loop") {
  uv::Loop loop;
  std::thread::id worker;
  std::optional<std::thread::id> told;
  const uv::Work work{loop, [&] { worker = std::this_thread::get_id(); },
                      [&] { told = std::this_thread::get_id(); }};
  CHECK_FALSE(told);
  loop.run();
  REQUIRE(told);
  CHECK(*told == std::this_thread::get_id());
  CHECK(worker != std::this_thread::get_id());
}

TEST_CASE("work may be destroyed and begun anew by its own end") {
  uv::Loop loop;
  int rounds = 0;
  std::optional<uv::Work> work;
  std::function<void()> again = [&] {
    work.reset();
    if (++rounds < 100)
      work.emplace(
          loop, [] {}, again);
  };
  work.emplace(
      loop, [] {}, again);
  loop.run();
  CHECK(rounds == 100);
}

TEST_CASE("destroying work waits for a job that has begun, and its end is not told") {
  bool over = false, told = false;
  {
    uv::Loop loop;
    std::promise<void> begun;
    {
      const uv::Work work{loop,
                          [&] {
                            begun.set_value();
                            for (int i = 0; i < 1000; ++i) std::this_thread::yield();
                            over = true;
                          },
                          [&] { told = true; }};
      begun.get_future().wait();
    }
    CHECK(over);
  }  // the loop aborts here if anything of the work is left
  CHECK_FALSE(told);
}

TEST_CASE("destroying work keeps a job that has not begun from beginning") {
  bool ran = false, told = false;
  uv::Loop loop;
  std::promise<void> open;
  const auto gate = open.get_future().share();
  std::vector<uv::Work> queue;  // more than there are threads in the pool
  for (int i = 0; i < 128; ++i)
    queue.emplace_back(
        loop, [gate] { gate.wait(); }, [] {});
  {
    const uv::Work work{loop, [&] { ran = true; }, [&] { told = true; }};
  }
  open.set_value();
  loop.run();
  CHECK_FALSE(ran);
  CHECK_FALSE(told);
}

TEST_CASE("work that is over and told can be destroyed later") {
  uv::Loop loop;
  int told = 0;
  {
    const uv::Work work{loop, [] {}, [&] { ++told; }};
    loop.run();
  }
  CHECK(told == 1);
}
