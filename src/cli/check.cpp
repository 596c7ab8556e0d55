// SPDX-License-Identifier: MIT
#include "cli/check.h"
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include "cli/commands.h"
#include "daemon/checkup.h"
#include "settings/reach.h"

namespace nsfollow::cli {

namespace {

bool wants_colour() {
  // no-color.org; a terminal without capabilities is called "dumb"
  const char* no_colour = secure_getenv("NO_COLOR");
  const char* terminal = secure_getenv("TERM");
  return (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr &&
         std::string_view{terminal} != "dumb" && isatty(STDOUT_FILENO) != 0;
}

int check_online(const Arguments& arguments, const settings::Settings& settings) {
  uv::Loop loop;
  const auto report = daemon::Checkup::run(loop, settings);
  if (!report) return fail(report.error());
  std::fputs(
      (arguments.has("--json") ? to_json(*report) : to_text(*report, wants_colour())).c_str(),
      stdout);
  return report->exit_code();
}

}  // namespace

int check(const Arguments& arguments) {
  if (arguments.has("--json") && !arguments.has("--online"))
    return fail({Error::Code::use, "--json goes with --online"});
  const auto settings = load_settings(arguments);
  if (!settings) return fail(settings.error());
  for (const auto& complaint : settings::complaints_of_reach(*settings))
    log::line(log::Level::warning, complaint);
  if (arguments.has("--online")) return check_online(arguments, *settings);
  const auto& policy = settings->policy;
  for (const auto& zone : policy.zones) {
    const auto& key = settings->keys.at(zone.key_label());
    std::printf("zone %s at", zone.name.to_text().c_str());
    for (const auto& server : zone.servers) std::printf(" %s", describe(server).c_str());
    std::printf(", key %s (%s)\n", key.name.to_text().c_str(),
                std::string{describe(key.algorithm)}.c_str());
    for (const auto& host : policy.hosts)
      if (host.zone == zone.original()) std::printf("  host %s\n", host.name.to_text().c_str());
  }
  std::printf("%s is in order\n", arguments.config.c_str());
  return 0;
}

}  // namespace nsfollow::cli
