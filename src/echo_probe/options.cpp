// SPDX-License-Identifier: MIT
#include "echo_probe/options.h"
#include <charconv>
#include "base/log.h"

namespace nsfollow::echo_probe {

namespace {

constexpr auto help =
    "nsfollow-echo [options] URL    ask a service which address it sees this machine at\n"
    "  --family ipv4|ipv6    reach it by this family, and accept no other address\n"
    "  --interface NAME      leave by this interface\n"
    "  --json KEY            the address is this member of a JSON object\n"
    "  --timeout SECONDS     for all of it, 1 to 60; by default 10\n"
    "  --ca FILE             trust these authorities instead of the system's\n"
    "It prints \"address A\", \"unwelcome STATUS SECONDS\" (or \"-\") or \"failed WHY\".\n"
    "Exit codes: 0 there is an address, 1 there is none";

// Empty when the value was taken.
std::string take(Options& options, const std::string& name, const std::string& value) {
  if (name == "--family") {
    if (value != "ipv4" && value != "ipv6") return "--family is ipv4 or ipv6";
    options.wish.family = value == "ipv4" ? core::Family::ipv4 : core::Family::ipv6;
    options.request.family = options.wish.family;
  } else if (name == "--interface") {
    options.request.interface = value;
  } else if (name == "--json") {
    options.wish.json_key = value;
  } else if (name == "--ca") {
    options.authorities_file = value;
  } else if (name == "--timeout") {
    int seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error != std::errc{} || end != value.data() + value.size() || seconds < 1 || seconds > 60)
      return "--timeout is 1 to 60 seconds";
    options.request.longest = std::chrono::seconds{seconds};
  } else {
    return "unknown option \"" + log::escape(name) + "\"; see nsfollow-echo --help";
  }
  return value.empty() ? name + " is empty" : "";
}

}  // namespace

Result<Options, std::string> parse_options(const std::vector<std::string>& words) {
  Options options;
  std::size_t i = 0;
  for (; i < words.size() && words[i].starts_with('-'); i += 2) {
    if (words[i] == "--help" || words[i] == "-h") options.only_say = help;
    if (words[i] == "--version" || words[i] == "-V")
      options.only_say = "nsfollow-echo " NSFOLLOW_VERSION;
    if (!options.only_say.empty()) return options;
    if (words[i] == "--") {
      ++i;
      break;
    }
    if (i + 1 == words.size()) return words[i] + " wants a value";
    if (auto wrong = take(options, words[i], words[i + 1]); !wrong.empty()) return wrong;
  }
  if (i + 1 != words.size()) return std::string{"one URL is wanted; see nsfollow-echo --help"};
  options.request.url = words[i];
  return options;
}

}  // namespace nsfollow::echo_probe
