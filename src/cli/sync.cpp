// SPDX-License-Identifier: MIT
#include <unistd.h>
#include <cstdio>
#include "cli/commands.h"
#include "cli/update_text.h"
#include "daemon/once.h"

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
    for (const auto& [key, wish] : once.engine().wishes(zone.zone().label()))
      std::printf("%s is %s at the primary\n", describe(key).c_str(),
                  describe(key.type, wish.over(zone.published().at(key))).c_str());
}

}  // namespace

int sync(const Arguments& arguments) {
  auto settings = load_settings(arguments);
  if (!settings) return fail(settings.error());
  const auto directory = state_dir(arguments, *settings);
  const bool dry = arguments.has("--dry-run");
  uv::Loop loop;
  const auto once = daemon::Once::run(loop, *std::move(settings), directory,
                                      {.send_updates = !dry, .force = arguments.has("--force")});
  if (!once) return fail(once.error());
  if (dry) print_pending(**once);
  const int code = (*once)->exit_code();
  if (code == 0 && !dry) print_calm(**once);
  return code;
}

}  // namespace nsfollow::cli
