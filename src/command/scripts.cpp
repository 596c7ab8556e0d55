// SPDX-License-Identifier: MIT
#include "command/scripts.h"
#include <utility>
#include "base/log.h"
#include "command/access.h"

namespace nsfollow::command {

namespace {

constexpr std::size_t most_output = 65536;

uv::Process::Plan plan_for(const core::RunScript& action) {
  uv::Process::Plan plan{{action.path},
                         {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"},
                         action.time_limit,
                         most_output,
                         most_output};
  plan.words.insert(plan.words.end(), action.words.begin(), action.words.end());
  for (const auto& [name, value] : action.variables) {
    std::string variable = name;
    plan.environment.push_back(variable.append("=").append(value));
  }
  return plan;
}

void log_output(const std::string& path, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (end > at) log::line(log::Level::info, path + ": " + text.substr(at, end - at));
    at = end + 1;
  }
}

}  // namespace

Scripts::Scripts(uv::Loop& loop, std::function<void(core::Event)> on_event)
    : loop_(loop), on_event_(std::move(on_event)) {}

void Scripts::run(const core::RunScript& action) {
  running_.erase(action.id);
  if (auto why = complain_of_access(action.path); !why.empty()) {
    uv::Timer soon{loop_,
                   [this, told = core::ScriptEnded{action.id, std::move(why)}] { tell(told); }};
    soon.set(TimePoint{});
    running_.emplace(action.id, std::move(soon));
    return;
  }
  const auto plan = plan_for(action);
  running_.emplace(
      action.id,
      uv::Process{loop_, plan, [this, plan, id = action.id](const uv::Process::Ended& end) {
                    log_output(plan.words.front(), end.said);
                    log_output(plan.words.front(), end.complaint);
                    tell({id, end.is_success() ? "" : uv::Process::describe(end.how, plan)});
                  }});
}

void Scripts::abandon(core::ExchangeId id) { running_.erase(id); }

void Scripts::tell(core::ScriptEnded told) {
  running_.erase(told.id);
  on_event_(std::move(told));
}

}  // namespace nsfollow::command
