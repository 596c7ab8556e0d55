// SPDX-License-Identifier: MIT
#include "uv/loop.h"
#include <cstdio>
#include <cstdlib>

namespace nsfollow::uv {

namespace {

void require(int status, const char* call) {
  if (status == 0) return;
  std::fprintf(stderr, "nsfollow: %s: %s\n", call, uv_strerror(status));
  std::abort();
}

}  // namespace

Loop::Loop() { require(uv_loop_init(&loop_), "uv_loop_init"); }

Loop::~Loop() {
  // NOWAIT, not DEFAULT: a forgotten active handle must abort below, not hang.
  for (int turn = 0; turn < 8 && uv_run(&loop_, UV_RUN_NOWAIT) != 0; ++turn) {
  }
  require(uv_loop_close(&loop_), "uv_loop_close");
}

void Loop::run() { uv_run(&loop_, UV_RUN_DEFAULT); }
void Loop::run_once() { uv_run(&loop_, UV_RUN_ONCE); }
void Loop::stop() { uv_stop(&loop_); }

}  // namespace nsfollow::uv
