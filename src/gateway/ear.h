// SPDX-License-Identifier: MIT
// Hears what gateways announce to all hosts of a link.
#pragma once
#include <functional>
#include <optional>
#include "base/fd.h"
#include "base/result.h"
#include "core/ip_address.h"
#include "uv/loop.h"
#include "uv/poll.h"

namespace nsfollow::gateway {

// An announcement is a hint and no more: anybody on the link can send one.
class Ear {
 public:
  // on_stir: somebody with this address announced something, by NAT-PMP or PCP.  It must not
  // destroy the Ear.
  Ear(uv::Loop& loop, std::function<void(const core::IpAddress&)> on_stir);

  // Once is enough; after a failure, which is a sentence for people, it may be tried again.
  Result<Nothing, std::string> open();
  [[nodiscard]] bool is_open() const { return poll_.has_value(); }

 private:
  void hear();

  uv::Loop& loop_;
  std::function<void(const core::IpAddress&)> on_stir_;
  Fd socket_;
  std::optional<uv::Poll> poll_;  // after socket_: it must be destroyed first
};

}  // namespace nsfollow::gateway
