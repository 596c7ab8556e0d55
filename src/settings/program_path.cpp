// SPDX-License-Identifier: MIT
#include "settings/program_path.h"
#include <algorithm>
#include "settings/words.h"

namespace nsfollow::settings {

std::string objection_to_program(std::string_view path) {
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  if (path.starts_with('/') && !path.ends_with('/') && std::ranges::none_of(path, is_control))
    return {};
  return "wants the absolute path of a program, not " + quote(path);
}

}  // namespace nsfollow::settings
