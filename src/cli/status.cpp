// SPDX-License-Identifier: MIT
// `nsfollow status`, `reload` and `force`: what a person asks of a running watcher.
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include "cli/asking.h"
#include "cli/commands.h"
#include "control/socket.h"

namespace nsfollow::cli {

namespace {

using namespace std::chrono_literals;
using control::Format;
using control::Head;
using control::NoAnswer;

constexpr Duration patience = 500ms;
constexpr Duration patience_with_reload = 5s;  // keys are read, and there may be many

bool print(std::string_view piece) {
  const bool all = std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size();
  return std::fflush(stdout) == 0 && all;
}

Format format_of(const Arguments& arguments) {
  if (arguments.has("--json")) return Format::json;
  if (arguments.has("--prometheus")) return Format::prometheus;
  // no-color.org; a terminal without capabilities is called "dumb"
  const char* no_colour = secure_getenv("NO_COLOR");
  const char* terminal = secure_getenv("TERM");
  const bool plain = (no_colour != nullptr && *no_colour != '\0') || terminal == nullptr ||
                     std::string_view{terminal} == "dumb" || isatty(STDOUT_FILENO) == 0;
  return plain ? Format::text : Format::colour;
}

int ask_for(const Arguments& arguments, const control::Request& request) {
  std::string told;
  const auto head = control::ask(socket_path(arguments), request, patience_with_reload,
                                 [&](std::string_view piece) {
                                   told += piece;
                                   return true;
                                 });
  std::fputs(told.c_str(), stderr);
  return exit_code_of(head);
}

}  // namespace

std::filesystem::path socket_path(const Arguments& arguments) {
  return arguments.value("--socket").value_or(control::default_socket);
}

int exit_code_of(const Result<Head, NoAnswer>& head) {
  if (!head) {
    const bool refused =
        head.error().kind == NoAnswer::Kind::denied || head.error().kind == NoAnswer::Kind::foreign;
    std::fprintf(stderr, "nsfollow: %s\n", head.error().text.c_str());
    return refused ? 3 : 5;
  }
  if (head->kind == Head::Kind::ok) return head->code;
  std::fprintf(stderr, "nsfollow: %s\n", log::escape(head->text).c_str());
  return head->kind == Head::Kind::wrong ? 1 : 3;
}

int status(const Arguments& arguments) {
  if (arguments.has("--json") && arguments.has("--prometheus"))
    return fail({Error::Code::use, "--json and --prometheus exclude each other"});
  control::AskStatus wish{
      .format = format_of(arguments), .follow = arguments.has("--follow"), .only = {}};
  if (!arguments.words.empty()) {
    auto name = core::DnsName::parse(arguments.words[0]);
    if (!name) return fail({Error::Code::use, "the name " + name.error()});
    wish.only = *std::move(name);
  }
  const auto head = control::ask(socket_path(arguments), wish, patience, print);
  if (!head && wish.format == Format::prometheus && head.error().kind == NoAnswer::Kind::nobody)
    print("# HELP nsfollow_up Whether a watcher runs.\n# TYPE nsfollow_up gauge\nnsfollow_up 0\n");
  if (head && head->kind == Head::Kind::ok && wish.follow && std::ferror(stdout) == 0) {
    fail({Error::Code::system, "the watcher has ended"});
    return 5;
  }
  return exit_code_of(head);
}

int reload(const Arguments& arguments) { return ask_for(arguments, control::Reload{}); }
int force(const Arguments& arguments) { return ask_for(arguments, control::Force{}); }

}  // namespace nsfollow::cli
