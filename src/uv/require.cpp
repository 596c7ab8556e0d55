// SPDX-License-Identifier: MIT
#include "uv/require.h"
#include <uv.h>
#include <cstdio>
#include <cstdlib>

namespace nsfollow::uv {

void require(int status, const char* call) {
  if (status == 0) return;
  std::fprintf(stderr, "nsfollow: %s: %s\n", call, uv_strerror(status));
  std::abort();
}

}  // namespace nsfollow::uv
