// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

namespace nsfollow::settings {

// What speaks against running this program; empty: nothing, it is an absolute path of a file's
// form.
[[nodiscard]] std::string objection_to_program(std::string_view path);

}  // namespace nsfollow::settings
