// SPDX-License-Identifier: MIT
// The resolvers of this machine, as resolv.conf(5) names them.
#pragma once
#include <filesystem>
#include <string_view>
#include <vector>
#include "uv/endpoint.h"

namespace nsfollow::dns {

// The first three, in their order; 127.0.0.1 where none is named.  `options` have no say: the time
// of a search is ours to divide.
[[nodiscard]] std::vector<uv::Endpoint> parse_resolv_conf(std::string_view text,
                                                          std::uint16_t port = 53);

// The same of a file; one that cannot be read names none.
[[nodiscard]] std::vector<uv::Endpoint> read_resolv_conf(const std::filesystem::path& file,
                                                         std::uint16_t port = 53);

}  // namespace nsfollow::dns
