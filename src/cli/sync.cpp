// SPDX-License-Identifier: MIT
#include <unistd.h>
#include <cstdio>
#include "cli/commands.h"
#include "cli/explained.h"
#include "cli/update_text.h"
#include "daemon/once.h"
#include "settings/duration.h"

namespace nsfollow::cli {

namespace {

void print_pending(const daemon::Once& once) {
  for (const auto& zone : once.engine().zones())
    if (const auto changes = once.pending(zone); !changes.empty())
      std::fputs(update_text(zone.zone(), changes).c_str(), stdout);
}

// For a person; cron would make a mail of it.
void print_calm(const daemon::Once& once) {
  if (isatty(STDOUT_FILENO) == 0) return;
  for (const auto& zone : once.engine().zones())
    for (const auto& [key, wish] : once.engine().wishes(zone.zone()))
      std::printf("%s is %s at the primary\n", describe(key).c_str(),
                  describe(key.type, wish.over(zone.published().at(key))).c_str());
  for (const auto& one : explained(once.engine(), std::nullopt)) {
    if (one.wanted) continue;
    const auto why = one.selection ? one.selection->remark : "";
    std::printf("%s is left alone: %s; see nsfollow explain\n", describe(one.key).c_str(),
                why.empty() ? "what it should be is not known" : why.c_str());
  }
}

constexpr auto usual_wait = std::chrono::minutes{1};

// How long to wait for the name servers; none: not at all.
Result<std::optional<Duration>> wait_of(const Arguments& arguments) {
  const auto given = arguments.value("--wait");
  if (!given) return arguments.has("--wait") ? std::optional<Duration>{usual_wait} : std::nullopt;
  const auto wait = settings::parse_duration(*given);
  if (!wait)
    return Error{Error::Code::use, "--wait: \"" + log::escape(*given) + "\" " + wait.error()};
  return std::optional{*wait};
}

void print_name_servers(const core::DnsName& zone, const core::Propagation::Followed& followed) {
  if (!followed.why_not.empty())
    std::printf("%s: %s\n", zone.to_text().c_str(), followed.why_not.c_str());
  for (const auto& server : followed.servers) {
    std::string line = describe(server.server);
    if (!server.peer.empty()) line += " (" + server.peer + ')';
    const auto lag = followed.lag(server);
    if (server.since)
      line += " serves " + zone.to_text() + (lag ? ", after " + core::lag_text(*lag) : "");
    else
      line += " does not serve all of " + zone.to_text() + ": " +
              (server.lacks.empty() ? "no answer yet" : server.lacks);
    std::printf("%s\n", line.c_str());
  }
  if (followed.has_hidden_primary())
    std::printf("the primary of %s is none of its name servers\n", zone.to_text().c_str());
}

void print_name_servers(const daemon::Once& once) {
  for (const auto& zone : once.engine().zones())
    if (const auto* followed = once.engine().propagation().of(zone.zone().label()))
      print_name_servers(zone.zone().name, *followed);
}

}  // namespace

int sync(const Arguments& arguments) {
  const auto wait = wait_of(arguments);
  if (!wait) return fail(wait.error());
  auto settings = load_settings(arguments);
  if (!settings) return fail(settings.error());
  const auto directory = state_dir(arguments, *settings);
  const bool dry = arguments.has("--dry-run");
  uv::Loop loop;
  const auto once = daemon::Once::run(loop, *std::move(settings), directory,
                                      {.send_updates = !dry,
                                       .force = arguments.has("--force"),
                                       .wait = dry ? std::nullopt : *wait});
  if (!once) return fail(once.error());
  if (dry) print_pending(**once);
  const int code = (*once)->exit_code();
  print_name_servers(**once);
  if (code == 0 && !dry) print_calm(**once);
  return code;
}

}  // namespace nsfollow::cli
