// SPDX-License-Identifier: MIT
#include "uv/loop.h"
#include <csignal>
#include "uv/require.h"

namespace nsfollow::uv {

Loop::Loop() : loop_(std::make_unique<uv_loop_t>()) {
  // libuv writes to sockets without MSG_NOSIGNAL.  Its children get the default action back.
  std::signal(SIGPIPE, SIG_IGN);
  require(uv_loop_init(loop_.get()), "uv_loop_init");
}

Loop::~Loop() {
  // NOWAIT, not DEFAULT: a forgotten active handle must abort below, not hang.
  for (int turn = 0; turn < 8 && uv_run(loop_.get(), UV_RUN_NOWAIT) != 0; ++turn) {
  }
  while (ending_ > 0) uv_run(loop_.get(), UV_RUN_ONCE);
  // The worker will still write into it.  Kept where a leak checker finds it: it is no mistake.
  [[maybe_unused]] static uv_loop_t* left_behind = nullptr;
  if (has_detached())
    left_behind = loop_.release();
  else
    require(uv_loop_close(loop_.get()), "uv_loop_close");
}

void Loop::run() { uv_run(loop_.get(), UV_RUN_DEFAULT); }
void Loop::run_once() { uv_run(loop_.get(), UV_RUN_ONCE); }
void Loop::stop() { uv_stop(loop_.get()); }

}  // namespace nsfollow::uv
