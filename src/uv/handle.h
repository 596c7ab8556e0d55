// SPDX-License-Identifier: MIT
// The one place that knows how a libuv handle dies.
#pragma once
#include <uv.h>
#include <memory>

namespace nsfollow::uv {

// libuv owns a handle's memory from uv_close() until the close callback, so the handle and its
// C++ callback live in a heap State that outlives the wrapper.  Destroying the wrapper is
// cancellation: the callback never runs again.  The callback itself is not cleared here, because
// it may be the one that is running.
struct CloseHandle {
  template <class State>
  void operator()(State* state) const noexcept {
    state->handle.data = state;
    uv_close(reinterpret_cast<uv_handle_t*>(&state->handle),
             [](uv_handle_t* handle) { delete static_cast<State*>(handle->data); });
  }
};

template <class State>
using HandlePtr = std::unique_ptr<State, CloseHandle>;

}  // namespace nsfollow::uv
