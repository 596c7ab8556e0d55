// SPDX-License-Identifier: MIT
// One job on libuv's thread pool.
#pragma once
#include <uv.h>
#include <atomic>
#include <functional>
#include <memory>
#include "uv/loop.h"

namespace nsfollow::uv {

// Destruction cancels: a job that has not begun never does, and for one that has begun the
// destructor waits.  So a job may use whatever outlives its Work.  `on_done` is not called then.
class Work {
 public:
  // `job` runs on another thread; `on_done` runs on the loop afterwards, and may destroy the Work.
  Work(Loop& loop, std::function<void()> job, std::function<void()> on_done);

 private:
  struct State {
    uv_work_t request{};
    Loop* loop = nullptr;
    std::function<void()> job, on_done;
    std::atomic_flag job_over;
    bool is_wanted = true;     // there is a Work; else the last callback frees the State
    bool is_answered = false;  // libuv is through with it; the Work frees the State
  };
  struct Cancel {
    void operator()(State* state) const noexcept;
  };

  std::unique_ptr<State, Cancel> state_;
};

}  // namespace nsfollow::uv
