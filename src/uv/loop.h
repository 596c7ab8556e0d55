// SPDX-License-Identifier: MIT
// Owner of one libuv loop.
#pragma once
#include <uv.h>

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
  [[nodiscard]] uv_loop_t* raw() { return &loop_; }

 private:
  uv_loop_t loop_{};
};

}  // namespace nsfollow::uv
