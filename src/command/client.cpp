// SPDX-License-Identifier: MIT
#include "command/client.h"
#include <utility>
#include "base/log.h"
#include "command/access.h"
#include "command/output.h"

namespace nsfollow::command {

namespace {

const uv::Process::Plan limits{
    {}, {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"}, std::chrono::seconds{10}, 4096, 1024};

// The first line of what it complained about, escaped and cut.
std::string first_complaint(const std::string& text) {
  constexpr std::size_t enough = 120;
  const auto line = text.substr(0, text.find('\n'));
  if (line.empty()) return "";
  return ": " + log::escape(line.substr(0, enough)) + (line.size() > enough ? "..." : "");
}

}  // namespace

Client::Client(uv::Loop& loop, std::function<void(core::Event)> on_event)
    : loop_(loop), on_event_(std::move(on_event)) {}

void Client::run(const core::RunCommand& action) {
  asked_.erase(action.id);
  if (auto why = complain_of_access(action.path); !why.empty())
    return refuse(action.id, std::move(why));
  auto plan = limits;
  plan.words = {action.path};
  plan.environment.emplace_back(action.family == core::Family::ipv4 ? "NSFOLLOW_FAMILY=ipv4"
                                                                    : "NSFOLLOW_FAMILY=ipv6");
  const auto on_ended = [this, id = action.id, family = action.family](
                            const uv::Process::Ended& end) { ended(id, family, end); };
  asked_.emplace(action.id, uv::Process{loop_, plan, on_ended});
}

void Client::abandon(core::ExchangeId id) { asked_.erase(id); }

void Client::refuse(core::ExchangeId id, std::string why) {
  uv::Timer soon{
      loop_, [this, told = core::CommandTold{id, std::nullopt, std::move(why)}] { tell(told); }};
  soon.set(TimePoint{});
  asked_.emplace(id, std::move(soon));
}

void Client::ended(core::ExchangeId id, core::Family family, const uv::Process::Ended& ended) {
  core::CommandTold told{id, std::nullopt, {}};
  if (!ended.is_success()) {
    told.why_not = uv::Process::describe(ended.how, limits) + first_complaint(ended.complaint);
  } else if (auto addresses = addresses_in(ended.said, family)) {
    told.addresses = std::move(*addresses);
  } else {
    told.why_not = std::move(addresses.error());
  }
  tell(std::move(told));
}

void Client::tell(core::CommandTold told) {
  asked_.erase(told.id);
  on_event_(std::move(told));
}

}  // namespace nsfollow::command
