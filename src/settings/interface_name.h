// SPDX-License-Identifier: MIT
// Names of network interfaces, as people write them.
#pragma once
#include <string>
#include <string_view>

namespace nsfollow::settings {

// What is wrong with the name, or with the glob(7) for names, as a predicate: "has an empty
// interface name"; empty when nothing is.
[[nodiscard]] std::string complain_of_pattern(std::string_view pattern);
[[nodiscard]] std::string complain_of_name(std::string_view name);

}  // namespace nsfollow::settings
