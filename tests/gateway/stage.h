// SPDX-License-Identifier: MIT
// An asker, and a gateway that says what the test wants.
#pragma once
#include <functional>
#include <utility>
#include <vector>
#include "gateway/asker.h"
#include "gateway/scripted_gateway.h"
#include "support/netns.h"

namespace nsfollow::test {

using Reply = ScriptedGateway::Reply;
using Replies = std::vector<Reply>;

struct Stage {
  explicit Stage(const gateway::Timings& timings = patient())
      : asker(timings), gateway(asker.loop) {}

  // By protocol; a deletion of a mapping is answered well.
  void answer(std::function<Replies()> by_nat_pmp, std::function<Replies(const Buffer&)> by_pcp) {
    gateway.script = [by_nat_pmp = std::move(by_nat_pmp),
                      by_pcp = std::move(by_pcp)](const Buffer& request) -> Replies {
      if (is_nat_pmp(request)) return by_nat_pmp();
      if (is_deletion(request)) return {{pcp_map_answer(request, "5.6.7.8")}};
      return by_pcp(request);
    };
  }
  void wait_for_deletion() {
    asker.wait([this] { return gateway.count(is_deletion) > 0; });
  }

  Asker asker;
  ScriptedGateway gateway;
};

// Time for a few tries, even on a busy machine.
inline gateway::Timings unhurried() {
  auto timings = quick();
  timings.patience = 1s;
  return timings;
}

// For what must come of one question.
inline gateway::Timings asked_once() {
  auto timings = patient();
  timings.first_pause = 5s;
  return timings;
}

inline Replies nothing() { return {}; }
inline Replies no_pcp(const Buffer&) { return {}; }
inline Replies wrong_version() { return {{nat_pmp_unsupported_version()}}; }

}  // namespace nsfollow::test
