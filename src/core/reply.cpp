// SPDX-License-Identifier: MIT
#include "core/reply.h"

namespace nsfollow::core {

bool needs_a_person(Outcome outcome) {
  switch (outcome) {
    case Outcome::refused:
    case Outcome::not_authoritative:
    case Outcome::not_zone:
    case Outcome::malformed:
    case Outcome::bad_key:
    case Outcome::bad_signature:
    case Outcome::bad_truncation:
    case Outcome::unsigned_refused:
    case Outcome::unsigned_not_auth:
    case Outcome::unsigned_error:
    case Outcome::untrusted:
    case Outcome::ignored:
    case Outcome::alias:
      return true;
    case Outcome::done:
    case Outcome::guard_failed:
    case Outcome::bad_time:
    case Outcome::silent:
    case Outcome::unreachable:
    case Outcome::unresolved:
    case Outcome::server_failed:
    case Outcome::unexpected:
      return false;
  }
  return false;
}

bool is_of_the_path(Outcome outcome) {
  return outcome == Outcome::silent || outcome == Outcome::unreachable;
}

}  // namespace nsfollow::core
