// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include "cli/commands.h"
#include "control/socket.h"
#include "settings/words.h"

namespace {

using namespace nsfollow;
using cli::Command;

int help(const cli::Arguments&);

const std::array commands{
    Command{"run",
            "",
            "watch this machine's addresses and publish them",
            {{}, 0, {"--socket"}},
            cli::run},
    Command{"sync",
            "[--dry-run] [--force] [--wait]",
            "look once, update where needed, exit",
            {{"--dry-run", "--force", "--wait"}, 0, {"--wait"}},
            cli::sync},
    Command{"check",
            "[--online [--json]]",
            "say whether the configuration is in order",
            {{"--online", "--json"}, 0},
            cli::check},
    Command{"explain",
            "[NAME] [--json]",
            "say which addresses are published, and why",
            {{"--json"}, 1},
            cli::explain},
    Command{"status",
            "[NAME] [--json] [--follow]",
            "ask the running watcher how everything stands",
            {{"--json", "--follow", "--prometheus"}, 1, {"--socket"}},
            cli::status},
    Command{"trigger",
            "[--interface IF] ...",
            "tell the watcher to look now; for hooks",
            {{"--down", "--oneshot", "--strict"},
             0,
             {"--interface", "--address", "--source", "--socket"},
             true},
            cli::trigger},
    Command{"reload",
            "",
            "have the watcher read its configuration again",
            {{}, 0, {"--socket"}},
            cli::reload},
    Command{"force",
            "",
            "have the watcher send an update for every zone",
            {{}, 0, {"--socket"}},
            cli::force},
    Command{"setup",
            "NAME... [options]",
            "make a key, and say what server and client need",
            {{"--write"},
             32,
             {"--server-type", "--zone", "--server", "--key-name", "--algorithm", "--rights",
              "--reverse", "--user"}},
            cli::setup},
    Command{"hooks",
            "[--install|--remove]",
            "let DHCP clients, pppd and the like say when to look",
            {{"--install", "--remove", "--dry-run"}, 16, {"--root"}},
            cli::hooks},
    Command{"version", "", "print the version", {}, cli::version},
    Command{"help", "", "print this", {}, help},
};

int help(const cli::Arguments&) {
  std::puts(
      "nsfollow keeps DNS records on your own name server equal to this machine's addresses.\n");
  for (const auto& command : commands)
    std::printf("  nsfollow %-7s %-30s %s\n", std::string{command.name}.c_str(),
                std::string{command.synopsis}.c_str(), std::string{command.purpose}.c_str());
  std::puts(
      "\n"
      "  --config FILE       /etc/nsfollow/nsfollow.toml unless given\n"
      "  --state-dir DIR     /var/lib/nsfollow unless given\n"
      "  --socket PATH       where the watcher listens and hooks and people ask it,");
  std::printf("                      %s unless given\n", control::default_socket);
  std::puts(
      "  --log-level LEVEL   error, warning, notice, info or debug\n"
      "  --log-format FORM   text, journal or syslog\n"
      "  --dry-run           sync prints what it would send, hooks what they would write,\n"
      "                      and nothing is changed\n"
      "  --online            check asks the name servers, too, and changes nothing\n"
      "  --json              explain, status and check --online print it for programs\n"
      "  --force             sync sends an update even where nothing differs\n"
      "  --wait[=TIME]       sync waits until every name server serves it, for 1m unless given\n"
      "  --server-type TYPE  setup prints it for bind, knot or powerdns; its other options\n"
      "                      (--zone, --server, --write, --user ...) are in nsfollow(8)\n"
      "\n"
      "Exit codes: 0 done or nothing to do, 1 wrong use, 2 bad configuration, 3 system error,\n"
      "4 the server refused, 5 unreachable or not confirmed.  More in nsfollow(8).");
  return 0;
}

// Package checkers try them all, and none of them may start anything.
std::string_view unabbreviated(std::string_view word) {
  for (const auto version : {"--version", "-version", "-V", "-v"})
    if (word == version) return "version";
  for (const auto help_word : {"--help", "-help", "-h", "-?"})
    if (word == help_word) return "help";
  return word;
}

// Secrets stay in this process: no core dumps, no ptrace by others of the same user.
void keep_secrets() {
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

// Some callers close descriptors; whatever is opened next would then be taken for stdin, stdout or
// stderr, and libuv aborts when it closes one of these.
void hold_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
    // The lowest that is free, and as little closed in children as another stdin would be.
    if (fcntl(fd, F_GETFD) < 0) (void)open("/dev/null", O_RDWR);  // NOLINT(android-cloexec-open)
}

// What was printed may have met a full disk, or nobody who reads it.
int keep_word(int code) {
  errno = 0;
  const bool whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (whole || code != 0) return code;
  return cli::fail(
      {Error::Code::system,
       "cannot print" + (errno == 0 ? "" : ": " + std::generic_category().message(errno))});
}

// A hook must not fail for what it says to us.
bool is_forgiven(const Command& command, int argc, char** argv) {
  return command.grammar.is_lenient && std::none_of(argv + 2, argv + argc, [](const char* word) {
           return std::string_view{word} == "--strict";
         });
}

int complain_of_command(std::string_view word) {
  std::vector<std::string_view> names;
  names.reserve(std::size(commands));
  for (const auto& command : commands) names.push_back(command.name);
  const auto near = settings::nearest(word, names);
  const auto hint = word.starts_with("--") ? "; a command comes before all options"
                    : near                 ? "; did you mean \"" + std::string{*near} + "\"?"
                                           : std::string{};
  return cli::fail({Error::Code::use, "there is no command \"" + log::escape(word) + '"' + hint +
                                          (hint.ends_with('?') ? " See" : "; see") +
                                          " nsfollow help"});
}

int carry_out(int argc, char** argv) {
  if (argc < 2) {
    help({});
    return 1;
  }
  const auto command = std::ranges::find(commands, unabbreviated(argv[1]), &Command::name);
  if (command == commands.end()) return complain_of_command(argv[1]);
  const auto arguments =
      cli::Arguments::parse({argv + 2, static_cast<std::size_t>(argc) - 2}, command->grammar);
  if (!arguments) {
    const int code = cli::fail(arguments.error());
    return is_forgiven(*command, argc, argv) ? 0 : code;
  }
  return arguments->help ? help({}) : command->carry_out(*arguments);
}

}  // namespace

int main(int argc, char** argv) {
  keep_secrets();
  hold_standard_descriptors();
  // One thread may hang in a resolver while the other saves the state.
  setenv("UV_THREADPOOL_SIZE", "2", 0);  // NOLINT(concurrency-mt-unsafe): there is no other yet
  const int code = keep_word(carry_out(argc, argv));
  // Without the library's farewells: they wait for a thread that may hang in the resolver.
  (void)std::fflush(nullptr);
  _exit(code);
}
