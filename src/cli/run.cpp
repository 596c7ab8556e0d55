// SPDX-License-Identifier: MIT
#include "cli/asking.h"
#include "cli/commands.h"
#include "daemon/watch.h"

namespace nsfollow::cli {

int run(const Arguments& arguments) {
  auto settings = load_settings(arguments);
  if (!settings) {
    open_log(arguments, log::Level::info, std::nullopt);
    return fail_in_log(settings.error());
  }
  const auto directory = state_dir(arguments, *settings);
  uv::Loop loop;
  daemon::Watch watch{loop,
                      directory,
                      [&arguments] { return load_settings(arguments); },
                      {socket_path(arguments), arguments.value("--socket").has_value()}};
  const auto ended = watch.run(*std::move(settings));
  return ended ? 0 : fail_in_log(ended.error());
}

}  // namespace nsfollow::cli
