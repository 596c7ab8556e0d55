// SPDX-License-Identifier: MIT
// How long to wait after a failure.
#pragma once
#include <optional>
#include "core/random.h"

namespace nsfollow::core {

class Backoff {
 public:
  // The pause after a failure that time mends.  Never longer than a third of the time the outage
  // has lasted, so that it is noticed soon after its end, however long it was; within 1 s and
  // 10 min; the lower half of that is left to chance, so that many clients do not come back at
  // once.
  [[nodiscard]] Duration after_outage(TimePoint attempt_began, TimePoint now, Random& random);

  // The pause after an answer that only a person can change: 30 s, doubling up to 10 min.
  [[nodiscard]] Duration after_refusal(Random& random);

  void outage_ended() { outage_since_.reset(); }
  void succeeded();

 private:
  std::optional<TimePoint> outage_since_;
  Duration refusal_{};
};

}  // namespace nsfollow::core
