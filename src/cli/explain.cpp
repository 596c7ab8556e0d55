// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include "cli/commands.h"
#include "cli/explained.h"
#include "daemon/once.h"

namespace nsfollow::cli {

namespace {

// Those that may be asked for; a few of them, where there are many.
std::string names_of(const core::Policy& policy) {
  static constexpr std::size_t most = 8;
  std::vector<std::string> names;
  for (const auto& host : policy.hosts) names.push_back(host.name.to_text());
  for (const auto& record : policy.records) names.push_back(record.name.to_text());
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const bool all = names.size() <= most;
  if (!all) names.resize(most);
  std::string text;
  for (const auto& name : names) (text += text.empty() ? "" : ", ") += name;
  return all ? text : text + ", ...";
}

}  // namespace

int explain(const Arguments& arguments) {
  auto settings = load_settings(arguments);
  if (!settings) return fail(settings.error());
  std::optional<core::DnsName> only;
  if (!arguments.words.empty()) {
    auto name = core::DnsName::parse(arguments.words[0]);
    if (!name) return fail({Error::Code::use, "the name " + name.error()});
    only = *std::move(name);
  }
  const auto directory = state_dir(arguments, *settings);
  uv::Loop loop;
  const auto once =
      daemon::Once::run(loop, *std::move(settings), directory, {.send_updates = false});
  if (!once) return fail(once.error());
  const auto& engine = (*once)->engine();
  if (!engine.seen()) return (*once)->exit_code();
  const auto all = explained(engine, only);
  if (only && all.empty())
    return fail({Error::Code::use, only->to_text() + " is no name of a [[host]] or [[record]] in " +
                                       log::escape(arguments.config.string()) + "; there are " +
                                       names_of(engine.policy())});
  std::fputs((arguments.has("--json") ? to_json(all) : to_text(all)).c_str(), stdout);
  return (*once)->exit_code();
}

}  // namespace nsfollow::cli
