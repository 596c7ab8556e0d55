// SPDX-License-Identifier: MIT
#include "command/scripts.h"
#include <optional>
#include "state/temp_dir.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace std::chrono_literals;
using test::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

std::string told_of(const core::RunScript& action) {
  uv::Loop loop;
  std::optional<core::ScriptEnded> told;
  command::Scripts scripts{loop, [&](const core::Event& event) {
                             CHECK_FALSE(told);
                             told = std::get<core::ScriptEnded>(event);
                           }};
  scripts.run(action);
  CHECK_FALSE(told);
  while (!told) loop.run_once();
  CHECK(told->id == action.id);
  return told->why_not;
}

class Script {
 public:
  explicit Script(const std::string& text) {
    test::write_file(path(), "#!/bin/sh\n" + text + "\n");
    fs::permissions(path(), fs::perms::owner_all);
  }
  [[nodiscard]] core::RunScript action(Duration limit = 20s) const {
    return {.id = 7, .path = path(), .words = {}, .variables = {}, .time_limit = limit};
  }
  [[nodiscard]] fs::path path() const { return dir_ / "on-change"; }
  [[nodiscard]] std::string result() const { return test::read_file(dir_ / "result"); }
  [[nodiscard]] fs::path result_path() const { return dir_ / "result"; }

 private:
  test::TempDir dir_;
};

}  // namespace

TEST_CASE("a script gets its words and variables as they are, and nothing else", "[scripts]") {
  const Script script{"{ printf '<%s>' \"$@\"; env; ls /proc/self/fd | wc -l; } > \"$OUT\""};
  auto action = script.action();
  action.words = {"changed", "a$(id);`x` b", "A"};
  action.variables = {{"OUT", script.result_path()}, {"NSFOLLOW_NEW", "192.0.2.7 192.0.2.8"}};
  CHECK(told_of(action) == "");
  const auto result = script.result();
  CHECK_THAT(result, ContainsSubstring("<changed><a$(id);`x` b><A>"));
  CHECK_THAT(result, ContainsSubstring("NSFOLLOW_NEW=192.0.2.7 192.0.2.8\n"));
  CHECK_THAT(result, ContainsSubstring("PATH=/usr/sbin:/usr/bin:/sbin:/bin\n"));
  CHECK_THAT(result, !ContainsSubstring("HOME="));
}

TEST_CASE("how a script failed is told", "[scripts]") {
  CHECK(told_of(Script{"echo oops >&2; exit 3"}.action()) == "ended with status 3");
  CHECK(told_of(Script{"kill -KILL $$"}.action()) != "");
  CHECK_THAT(told_of(Script{"exec sleep 1000"}.action(50ms)), ContainsSubstring("did not end"));
  const Script open{"true"};
  fs::permissions(open.path(), fs::perms::all);
  CHECK_THAT(told_of(open.action()), ContainsSubstring("chmod"));
  auto missing = open.action();
  missing.path += "-not-there";
  CHECK(told_of(missing) != "");
}

TEST_CASE("nothing is told of a script that was abandoned", "[scripts]") {
  uv::Loop loop;
  bool told = false;
  command::Scripts scripts{loop, [&](const core::Event&) { told = true; }};
  const Script endless{"exec sleep 1000"};
  scripts.run(endless.action());
  scripts.abandon(7);
  auto missing = endless.action();
  missing.path = "/nowhere";
  scripts.run(missing);
  scripts.abandon(7);
  loop.run();
  CHECK_FALSE(told);
}
