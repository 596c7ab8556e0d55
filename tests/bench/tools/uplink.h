// SPDX-License-Identifier: MIT
// The interface whose address changes: one message to the kernel deletes and adds, as
// `ip -batch` would, but nothing of a process start is measured.
#pragma once
#include <array>
#include <cstdint>
#include "base/fd.h"

namespace nsfollow::bench {

// The n-th public-looking address, 5.6.7.10/24 and on, in network order.
using Ipv4 = std::array<std::uint8_t, 4>;
[[nodiscard]] Ipv4 address(long n);

class Uplink {
 public:
  explicit Uplink(const char* interface);  // ends the program when there is none

  // Takes the n-th address away and gives the one after it.  Returns when the kernel has done both.
  void advance(long n);

 private:
  Fd fd_;
  unsigned index_ = 0;
};

}  // namespace nsfollow::bench
