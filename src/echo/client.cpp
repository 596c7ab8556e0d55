// SPDX-License-Identifier: MIT
#include "echo/client.h"
#include <unistd.h>
#include <utility>
#include "base/log.h"
#include "echo/answer.h"

namespace nsfollow::echo {

namespace {

// Its own limit is 10 s.
const uv::Process::Plan limits{{}, {}, std::chrono::seconds{15}, 4096, 256};

std::vector<std::string> words(const std::filesystem::path& probe, const core::AskEcho& action) {
  std::vector<std::string> all{probe.string(), "--family",
                               action.family == core::Family::ipv4 ? "ipv4" : "ipv6"};
  if (!action.interface.empty()) all.insert(all.end(), {"--interface", action.interface});
  if (!action.service.json_key.empty()) all.insert(all.end(), {"--json", action.service.json_key});
  all.insert(all.end(), {"--", action.service.url});
  return all;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

Client::Client(uv::Loop& loop, std::function<void(core::Event)> on_event,
               std::filesystem::path probe)
    : loop_(loop), on_event_(std::move(on_event)), probe_(std::move(probe)) {}

std::filesystem::path Client::probe_path() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path{} : self.parent_path() / "nsfollow-echo";
}

void Client::ask(const core::AskEcho& action) {
  auto plan = limits;
  plan.words = words(probe_, action);
  const auto on_ended = [this, id = action.id, family = action.family](
                            const uv::Process::Ended& end) { ended(id, family, end); };
  asked_.insert_or_assign(action.id, uv::Process{loop_, plan, on_ended});
}

void Client::abandon(core::ExchangeId id) { asked_.erase(id); }

void Client::ended(core::ExchangeId id, core::Family family, const uv::Process::Ended& ended) {
  core::EchoTold told;
  const auto* exited = std::get_if<uv::Process::Exited>(&ended.how);
  if (std::holds_alternative<uv::Process::NotStarted>(ended.how) &&
      access(probe_.c_str(), F_OK) != 0)
    told.why_not = "nsfollow-echo is not installed";
  else if (exited != nullptr && !ended.said.empty())
    told = read_answer(ended.said, family);
  else
    told.why_not = "nsfollow-echo " + uv::Process::describe(ended.how, limits);
  if (ended.said.empty() && !ended.complaint.empty())
    told.why_not += ": " + log::escape(first_line(ended.complaint));
  told.id = id;
  asked_.erase(id);
  on_event_(std::move(told));
}

}  // namespace nsfollow::echo
