// SPDX-License-Identifier: MIT
#include "core/server.h"

namespace nsfollow::core {

std::string describe(const Server& server) {
  if (server.port == 53) return server.host;
  const bool bracket = server.host.find(':') != std::string::npos;
  return (bracket ? '[' + server.host + ']' : server.host) + ':' + std::to_string(server.port);
}

}  // namespace nsfollow::core
