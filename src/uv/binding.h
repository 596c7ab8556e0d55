// SPDX-License-Identifier: MIT
// Where a socket of ours leaves from, when the person says so and not the routes alone.
#pragma once
#include <optional>
#include <string>
#include "base/fd.h"
#include "base/result.h"
#include "uv/endpoint.h"

namespace nsfollow::uv {

struct Binding {
  std::optional<Endpoint> source{};  // of the peer's family, with port 0
  std::string interface {};          // its name; empty: any

  [[nodiscard]] bool is_free() const { return !source && interface.empty(); }
};

// A new socket of this type (SOCK_DGRAM, SOCK_STREAM), non-blocking, that can reach the peer only
// from there.  The error names what this machine does not have.
[[nodiscard]] Result<Fd, SocketError> bound_socket(int type, const Endpoint& peer,
                                                   const Binding& binding);

}  // namespace nsfollow::uv
