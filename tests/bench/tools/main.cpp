// SPDX-License-Identifier: MIT
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include "command.h"

namespace nsfollow::bench {

long number(const char* word) {
  char* end = nullptr;
  const long value = std::strtol(word, &end, 10);
  if (end != word && *end == '\0') return value;
  std::fprintf(stderr, "bench_tool: \"%s\" is no number\n", word);
  std::exit(1);
}

namespace {

struct Command {
  std::string_view name;
  std::size_t words;  // at least
  const char* synopsis;
  int (*carry_out)(Words);
};

constexpr std::array commands{
    Command{"latency", 7, "NETNS IF LINK FIRST COUNT PERIOD_MS PHASE_MS", latency},
    Command{"storm", 6, "NETNS IF LINK FIRST COUNT SPAN_MS", storm},
    Command{"watch", 5, "NETNS IF LINK FIRST QUIET_MS", watch},
    Command{"relay", 5, "ADDRESS PORT TO_ADDRESS TO_PORT ONE_WAY_MS", relay},
    Command{"trigger", 7, "NETNS IF LINK FIRST COUNT PERIOD_MS PROGRAM [ARGUMENT...]", trigger},
    Command{"ready", 7, "NETNS IF PIPE NAME FIRST COUNT PERIOD_MS", ready},
    Command{"await", 5, "SERVER PORT NAME ADDRESS SECONDS", await},
    Command{"cost", 1, "PROGRAM [ARGUMENT...]", cost},
};

int usage() {
  for (const auto& command : commands)
    std::fprintf(stderr, "bench_tool %s %s\n", command.name.data(), command.synopsis);
  return 1;
}

}  // namespace

}  // namespace nsfollow::bench

int main(int argc, char** argv) {
  using namespace nsfollow::bench;
  const Words words{argv, static_cast<std::size_t>(argc)};
  for (const auto& command : commands)
    if (argc > 1 && command.name == words[1])
      return words.size() - 2 < command.words ? usage() : command.carry_out(words.subspan(2));
  return usage();
}
