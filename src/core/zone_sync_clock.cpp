// SPDX-License-Identifier: MIT
// What a zone does where a wrong clock looks like a wrong key.
#include <utility>
#include "core/words.h"
#include "core/zone_sync.h"

namespace nsfollow::core {

// Only refusals that nobody signed lead here; a server that signs them tells its time as well.
void ZoneSync::doubt_clock(const Reply& reply, Turn& turn) {
  const bool begins = clock_doubt_.heard(reply.outcome, turn.now);
  if (!begins || clock_search_) return;
  turn.servers.of(server()).clock.reset();  // what was found once is not right any more
  clock_search_.emplace(zone_.fudge);
}

void ZoneSync::search_clock(Turn& turn) {
  LookUp question{order(turn), {{zone_.name, RrType::soa}}};
  clock_search_->dress(question);
  under_way_ = UnderWay{question.id, Step::clock, turn.now, {}};
  turn.actions.emplace_back(std::move(question));
}

void ZoneSync::searched_clock(const Reply& reply, Turn& turn) {
  if (!clock_search_ || clock_search_->heard(reply) == ClockSearch::Stage::searching) return;
  const auto search = *std::exchange(clock_search_, std::nullopt);
  if (search.stage() == ClockSearch::Stage::nothing)
    return say(log::Level::warning, words::clock_was_not_found(server()), turn);
  const auto ahead = search.ahead();
  if (!search.clock() || std::chrono::abs(ahead) <= zone_.fudge / 2) return;
  turn.servers.of(server()).clock = search.clock();
  say(log::Level::warning, words::clock_was_found(server(), ahead), turn);
  retry_now(turn.now);
}

void ZoneSync::clock_was_set() {
  clock_doubt_.clock_was_set();
  clock_search_.reset();
}

}  // namespace nsfollow::core
