// SPDX-License-Identifier: MIT
#include "cli/setup.h"

namespace nsfollow::cli {

std::filesystem::path key_file(const Setup& setup, const SetupClient& client) {
  return setup.config.parent_path() / (client.key.to_text() + ".key");
}

std::string key_text(const Setup& setup, const SetupClient& client) {
  return "key \"" + client.key.to_text() + "\" {\n\talgorithm " +
         std::string{describe(setup.algorithm)} + ";\n\tsecret \"" + client.secret + "\";\n};\n";
}

std::string config_text(const Setup& setup, const SetupClient& client) {
  std::string text;
  auto zones = setup.reverse_zones;
  zones.insert(zones.begin(), setup.zone);
  for (const auto& zone : zones) {
    text += "[zone.\"" + zone.to_text() + "\"]\n";
    text += setup.server ? "server = \"" + describe(*setup.server) + "\"\n"
                         : "server = \"\"  # the host name or address of the primary\n";
    text += "key = \"" + client.key.to_text() + ".key\"\n\n";
  }
  for (const auto& name : client.names) {
    text += "[[host]]\nname = \"" + name.to_text() + "\"\n";
    if (!setup.reverse_zones.empty()) text += "reverse = true\n";
    if (name != client.names.back()) text += '\n';
  }
  return text;
}

}  // namespace nsfollow::cli
