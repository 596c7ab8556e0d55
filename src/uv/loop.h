// SPDX-License-Identifier: MIT
// Owner of one libuv loop.
#pragma once
#include <uv.h>
#include <memory>

namespace nsfollow::uv {

// Everything made on a Loop is destroyed before it.  The destructor finishes the close callbacks
// and aborts if a handle is still open: a leaked handle is a bug, and this is where it shows.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run();       // until stop(), or until nothing is left to wait for
  void run_once();  // waits for one round of callbacks
  void stop();
  [[nodiscard]] uv_loop_t* raw() { return loop_.get(); }

  // Requests that a worker thread still holds though their owner is gone.  While there is one, the
  // memory of the loop is never freed, and leaving main() would wait for the thread: use _exit(2).
  [[nodiscard]] bool has_detached() const { return detached_ > 0; }
  void note_detached() { ++detached_; }
  void forget_detached() { --detached_; }

  // Requests whose worker has returned, but whose callback has yet to come: the destructor waits.
  void note_ending() { ++ending_; }
  void forget_ending() { --ending_; }

 private:
  std::unique_ptr<uv_loop_t> loop_;
  int detached_ = 0;
  int ending_ = 0;
};

}  // namespace nsfollow::uv
