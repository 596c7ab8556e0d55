// SPDX-License-Identifier: MIT
// A program for disk.sh: `saver DIR NUMBER` saves a number, `saver DIR` tells which one is there.
#include <cstdio>
#include <cstdlib>
#include "state/store.h"

using namespace nsfollow;

namespace {

const core::Server server{"ns1", 53};

int load(state::Store& store) {
  const auto loaded = store.load();
  if (!loaded.complaint.empty()) std::fprintf(stderr, "%s\n", loaded.complaint.c_str());
  const auto& tokens = loaded.recalled.saved.tokens;
  const auto found = tokens.find(server);
  std::printf("%s %d\n", loaded.recalled.trusted ? "trusted" : "untrusted",
              found == tokens.end() ? -1 : static_cast<int>(found->second));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  uv::Loop loop;
  std::string why_not = "no answer";
  state::Store store{loop, argv[1], [&](const core::Event& event) {
                       why_not = std::get<core::StateSaved>(event).why_not;
                     }};
  if (argc == 2) return load(store);
  core::Saved saved;
  saved.tokens[server] = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  store.save({.id = 1, .saved = saved});
  loop.run();
  if (why_not.empty()) return 0;
  std::fprintf(stderr, "%s\n", why_not.c_str());
  return 1;
}
