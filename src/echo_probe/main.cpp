// SPDX-License-Identifier: MIT
// nsfollow-echo: asks a service on the web which address it sees us at, and says it in one line.
#include <unistd.h>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>
#include "base/log.h"
#include "base/overload.h"
#include "echo_probe/confine.h"
#include "echo_probe/options.h"
#include "echo_probe/request.h"

namespace {

using namespace nsfollow;
using namespace nsfollow::echo_probe;

std::string say(const Page& page, const Wish& wish) {
  const auto address = address_in(page.body, wish);
  return address ? "address " + address->to_text() : "failed " + address.error();
}

std::string say(const Unwelcome& unwelcome) {
  const auto& pause = unwelcome.retry_after;
  return "unwelcome " + std::to_string(unwelcome.status) + ' ' +
         (pause ? std::to_string(pause->count()) : "-");
}

int ask(const Options& options) {
  confine();
  const auto answer = carry_out(options.request);
  const auto line = std::visit(Overload{[&](const Page& p) { return say(p, options.wish); },
                                        [](const Unwelcome& u) { return say(u); },
                                        [](const Failed& f) { return "failed " + f.why; }},
                               answer);
  std::puts(line.c_str());
  return line.starts_with("address ") ? 0 : 1;
}

// While it can still be read.
bool read_authorities(Options& options) {
  if (options.authorities_file.empty()) return true;
  std::ifstream file{options.authorities_file, std::ios::binary};
  options.request.authorities.assign(std::istreambuf_iterator<char>{file}, {});
  return !options.request.authorities.empty();
}

int run(const std::vector<std::string>& words) {
  auto options = parse_options(words);
  if (options && !read_authorities(*options)) options = "cannot read " + options->authorities_file;
  if (!options) {
    // Not by the log, whose lines are the watcher's.
    std::fprintf(stderr, "nsfollow-echo: %s\n", log::escape(options.error()).c_str());
    return 1;
  }
  if (options->only_say.empty()) return ask(*options);
  std::puts(options->only_say.c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const int code = run({argv + 1, argv + argc});
  (void)std::fflush(stdout);
  // A thread that hangs in the resolver is not waited for.
  _exit(code);
}
