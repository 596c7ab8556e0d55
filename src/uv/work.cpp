// SPDX-License-Identifier: MIT
#include "uv/work.h"
#include <utility>

namespace nsfollow::uv {

Work::Work(Loop& loop, std::function<void()> job, std::function<void()> on_done)
    : state_(new State) {
  state_->loop = &loop;
  state_->job = std::move(job);
  state_->on_done = std::move(on_done);
  state_->request.data = state_.get();
  // It fails only without a job.
  uv_queue_work(
      loop.raw(), &state_->request,
      [](uv_work_t* request) noexcept {
        auto& self = *static_cast<State*>(request->data);
        self.job();
        self.job_over.test_and_set();
        self.job_over.notify_all();
      },
      [](uv_work_t* request, int) noexcept {
        std::unique_ptr<State> self{static_cast<State*>(request->data)};
        if (!self->is_wanted) {
          self->loop->forget_ending();
          return;
        }
        self->is_answered = true;
        // Moved out, because the Work and with it the State may be destroyed in there.
        const auto tell = std::move(self.release()->on_done);
        tell();
      });
}

void Work::Cancel::operator()(State* state) const noexcept {
  if (state->is_answered) {
    delete state;
    return;
  }
  state->is_wanted = false;
  state->loop->note_ending();
  if (uv_cancel(reinterpret_cast<uv_req_t*>(&state->request)) != 0) state->job_over.wait(false);
}

}  // namespace nsfollow::uv
