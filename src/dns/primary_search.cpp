// SPDX-License-Identifier: MIT
#include "dns/primary_search.h"
#include <utility>
#include "dns/message.h"

namespace nsfollow::dns {

namespace {

using namespace std::chrono_literals;

// How often each resolver is asked: one that had to walk down from the root the first time has the
// answer at hand the second time.
constexpr std::size_t rounds = 2;

Timings part_of(Duration most, std::size_t resolvers) {
  const auto once = most / static_cast<Duration::rep>(rounds * resolvers);
  return {.resend = {once / 3}, .udp = once, .tcp = once, .hint = {}, .resolve = {}};
}

// Like build_question, of somebody who knows others (RFC 1035 4.1.1, RD).
Result<Buffer, std::string> build_recursive_question(const core::RrsetKey& key) {
  auto message = build_question(key);
  if (message) (*message)[2] |= 1;
  return message;
}

}  // namespace

PrimarySearch::PrimarySearch(uv::Loop& loop, const core::FindPrimary& wanted,
                             std::vector<uv::Endpoint> resolvers, Duration most,
                             std::function<void()> on_due)
    : loop_(loop),
      id_(wanted.id),
      zone_(wanted.zone),
      resolvers_(std::move(resolvers)),
      end_(Clock::now() + most),
      timings_(part_of(most, resolvers_.size())),
      on_due_(std::move(on_due)),
      search_(wanted.zone) {}

void PrimarySearch::advance(TimePoint now) {
  if (exchange_ && !answer_) exchange_->tick(now);
  while (!result_) {
    if (now >= end_) return fail();
    if (!exchange_) ask();
    if (!answer_) return;
    exchange_.reset();
    hear(*std::exchange(answer_, std::nullopt));
  }
}

TimePoint PrimarySearch::due() const {
  if (result_ || !exchange_) return {};
  return std::min(end_, exchange_->due().value_or(TimePoint{}));
}

void PrimarySearch::ask() {
  const auto asked = search_.question();
  auto message = build_recursive_question(asked);
  if (!message) {
    why_not_ = std::move(message.error());
    return fail();
  }
  Request request{.wire = *std::move(message),
                  .signature = {},
                  .opcode = opcode_query,
                  .subject = {to_wire(asked.owner), type_soa, class_in},
                  .asked = asked,
                  .wants_zone = true,
                  .is_unsigned = Request::Unsigned::to_resolver};
  exchange_.emplace(loop_, std::move(request), core::ServerClock{}, resolvers_[asked_], timings_,
                    Exchange::Listener{
                        .on_source = [](const uv::Endpoint&) {},
                        .on_end =
                            [this](Ended how) {
                              answer_ = std::move(how);
                              on_due_();
                            },
                        .on_due = [this] { on_due_(); },
                    });
  exchange_->start();
}

void PrimarySearch::hear(const Ended& answer) {
  if (answer.reply.outcome == core::Outcome::done) {
    failures_ = 0;
    if (auto result = search_.hear(answer)) end(*std::move(result));
    return;
  }
  why_not_ = answer.reply.peer + ": " + answer.reply.detail;
  if (++failures_ == rounds * resolvers_.size()) return fail();
  asked_ = (asked_ + 1) % resolvers_.size();
}

void PrimarySearch::fail() {
  if (why_not_.empty()) why_not_ = "no answer in time";
  end({.id = id_,
       .primary = {},
       .ttl = {},
       .why_not = "no resolver tells the SOA of " + zone_.to_text() + " (" + why_not_ + ")"});
}

void PrimarySearch::end(core::PrimaryFound result) {
  result_ = std::move(result);
  result_->id = id_;
}

}  // namespace nsfollow::dns
