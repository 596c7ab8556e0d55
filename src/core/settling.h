// SPDX-License-Identifier: MIT
// When to look at the kernel after it stirred: fast when calm, calm when stormy.
#pragma once
#include <optional>
#include "core/policy.h"
#include "core/seen.h"

namespace nsfollow::core {

class Settling {
 public:
  explicit Settling(const Settle& settle) : settle_(settle), quiet_(settle.least) {}

  void stirred(TimePoint now);  // look when it has been quiet for long enough
  // An address was announced: until it is there, or it has been long enough, each stir is looked at
  // at once.
  void expect(const IpAddress& address, TimePoint until);
  void seen(const Seen& seen);
  void at_once(TimePoint now);  // look now, and take what follows for an isolated change again
  void look_taken() { due_.reset(); }
  void changed();  // the look showed another picture: ask for a longer quiet time from now on

  // When to look; none: nothing has stirred since the last look.
  [[nodiscard]] std::optional<TimePoint> due() const { return due_; }

 private:
  Settle settle_;
  Duration quiet_;
  std::optional<TimePoint> due_;
  TimePoint held_until_{};
  std::optional<TimePoint> last_stir_;
  struct Expected {
    IpAddress address;
    TimePoint until;
  };
  std::optional<Expected> expected_;
};

}  // namespace nsfollow::core
