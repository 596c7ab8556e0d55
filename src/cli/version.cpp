// SPDX-License-Identifier: MIT
#include <cstdio>
#include "cli/commands.h"

namespace nsfollow::cli {

int version(const Arguments&) {
  std::puts("nsfollow " NSFOLLOW_VERSION);
  return 0;
}

}  // namespace nsfollow::cli
