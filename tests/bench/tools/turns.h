// SPDX-License-Identifier: MIT
// Measurements that take turns: when the next one begins, and what was heard meanwhile.
#pragma once
#include <optional>
#include "updates.h"

namespace nsfollow::bench {

using std::chrono::milliseconds;

void sleep_until(Stamp time);

// The next time that is `phase` after a multiple of `period`: so those that are measured at once,
// each in a network of its own, take turns.
[[nodiscard]] Stamp next_turn(milliseconds period, milliseconds phase);

void listen(Capture& capture, Updates& updates, Stamp until);
// Listens until nothing has come for as long as `quiet`.
void listen_until_quiet(Capture& capture, Updates& updates, milliseconds quiet);
// Takes what comes before `turn` as of an earlier one, and returns at that time.
void await_turn(Capture& capture, Stamp turn);

void print_span(Stamp from, std::optional<Stamp> to);  // " MILLISECONDS", or " never"

}  // namespace nsfollow::bench
