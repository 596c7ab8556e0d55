// SPDX-License-Identifier: MIT
// Sees what a name server hears and says, at its network interface, with the kernel's timestamps.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "base/fd.h"

namespace nsfollow::bench {

// The kernel stamps packets with the system's clock, so changes are stamped with it too.
using Stamp = std::chrono::system_clock::time_point;

struct Message {
  Stamp time;
  bool from_server = false;
  bool is_update = false;  // opcode 5, RFC 2136
  unsigned id = 0;
  unsigned rcode = 0;
  std::string zone;                   // the name in the first section, as text
  std::vector<std::uint8_t> payload;  // from the header on

  // Whether these octets stand anywhere in it: the RDATA of an A record, say.
  [[nodiscard]] bool carries(std::span<const std::uint8_t> octets) const;
};

class Capture {
 public:
  // Listens at an interface of another network namespace (a path such as /run/netns/server), where
  // packets that come in are requests.  Ends the program when it may not.
  Capture(const char* netns, const char* interface);

  // The next DNS message of port 53; none when there was none until `until`.
  [[nodiscard]] std::optional<Message> next(Stamp until);

 private:
  [[nodiscard]] std::optional<Message> read();

  Fd fd_;
  std::array<std::uint8_t, 65536> packet_{};
};

}  // namespace nsfollow::bench
