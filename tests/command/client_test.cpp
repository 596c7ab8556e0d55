// SPDX-License-Identifier: MIT
#include "command/client.h"
#include <unistd.h>
#include <optional>
#include "command/access.h"
#include "command/output.h"
#include "state/temp_dir.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace std::chrono_literals;
using namespace std::string_literals;
using test::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

std::string text(const std::string& said, core::Family family = core::Family::ipv4) {
  const auto found = command::addresses_in(said, family);
  if (!found) return found.error();
  std::string all;
  for (const auto& address : *found) all += address.to_text() + ' ';
  return all;
}

class Program {
 public:
  explicit Program(const std::string& script, const std::string& first = "#!/bin/sh\n") {
    test::write_file(path(), first + script + "\n");
    fs::permissions(path(), fs::perms::owner_all);
  }
  fs::path path() const { return dir_ / "my address"; }
  const fs::path& directory() const { return dir_.path(); }

 private:
  test::TempDir dir_;
};

struct Heard {
  std::optional<core::CommandTold> told;
  Duration took{};
};

Heard run(const std::string& path, core::Family family = core::Family::ipv4) {
  uv::Loop loop;
  Heard heard;
  const auto began = Clock::now();
  command::Client client{loop, [&](const core::Event& event) {
                           CHECK_FALSE(heard.told);
                           heard.told = std::get<core::CommandTold>(event);
                         }};
  client.run({5, path, family});
  CHECK_FALSE(heard.told);
  while (!heard.told) loop.run_once();
  heard.took = Clock::now() - began;
  CHECK(heard.told->id == 5);
  CHECK(heard.told->addresses.has_value() == heard.told->why_not.empty());
  return heard;
}

std::string why_not(const std::string& script) { return run(Program{script}.path()).told->why_not; }

}  // namespace

TEST_CASE("each line that a program prints is one address of the family") {
  CHECK(text("5.6.7.8\n") == "5.6.7.8 ");
  CHECK(text("5.6.7.8") == "5.6.7.8 ");
  CHECK(text("\n \t5.6.7.8\r\n\n5.6.7.9 \n5.6.7.8\n\n") == "5.6.7.8 5.6.7.9 ");
  CHECK(text("2a00:1234:0::1\n", core::Family::ipv6) == "2a00:1234::1 ");
  CHECK(text("") == "printed nothing");
  CHECK(text(" \n\r\n\t\n") == "printed nothing");
  CHECK(text("5.6.7.8\n2a00:1234::1\n") == "printed \"2a00:1234::1\", which is no IPv4 address");
  CHECK(text("5.6.7.8\n", core::Family::ipv6) == "printed \"5.6.7.8\", which is no IPv6 address");
  CHECK(text("x\x1b[2J\n") == "printed \"x\\x1b[2J\", which is no IPv4 address");
  const auto line = GENERATE(
      as<std::string>{}, "5.6.7.8 5.6.7.9", "05.6.7.8", "5.6.7", "5.6.7.8/24",
      "\xef\xbb\xbf"
      "5.6.7.8",
      "5.6.7.8\0"s, "\0"s, "fe80::1%eth0", "inet 5.6.7.8", "5.6.7.8;", std::string(4000, '8'));
  CHECK_THAT(text("5.6.7.9\n" + line + "\n"), ContainsSubstring("which is no IPv4 address"));
  CHECK(text("5.6.7.9\n" + line + "\n").size() < 320);
}

TEST_CASE("a program may print 64 addresses and no more") {
  std::string said;
  for (int i = 0; i < 64; ++i) said += "5.6.7." + std::to_string(i) + "\n";
  CHECK(command::addresses_in(said, core::Family::ipv4)->size() == 64);
  CHECK(text(said + "5.6.8.1\n") == "printed more than 64 addresses");
}

TEST_CASE("a script is run with its family, a path to search, and nothing else of ours") {
  REQUIRE(setenv("NSFOLLOW_SECRET", "x", 1) == 0);
  const auto heard =
      run(Program{"echo 5.6.7.8; [ $# = 0 ] && env | grep -v -e ^PWD= -e ^_= -e "
                  "^SHLVL= -e ^OLDPWD= >&2; exit 3"}
              .path());
  CHECK_THAT(heard.told->why_not, ContainsSubstring("ended with status 3: "));
  CHECK(why_not("[ $# = 0 ] && [ \"$PATH\" = /usr/sbin:/usr/bin:/sbin:/bin ] && [ -z "
                "\"$NSFOLLOW_SECRET$HOME\" ] && echo $NSFOLLOW_FAMILY") ==
        "printed \"ipv4\", which is no IPv4 address");
  unsetenv("NSFOLLOW_SECRET");
  const Program six{"[ $NSFOLLOW_FAMILY = ipv6 ] && echo 2a00:1234::1"};
  const auto told = run(six.path(), core::Family::ipv6).told;
  REQUIRE(told->addresses);
  CHECK(told->addresses->at(0).to_text() == "2a00:1234::1");
}

TEST_CASE("a program that is no script is run, too") {
  CHECK(run("/bin/true").told->why_not == "printed nothing");
  CHECK(run("/bin/false").told->why_not == "ended with status 1");
}

TEST_CASE("what a program prints before it fails is not used, and its complaint is told") {
  CHECK(why_not("echo 5.6.7.8; printf 'no \\033 modem\\nmore\\n' >&2; exit 3") ==
        "ended with status 3: no \\x1b modem");
  CHECK(why_not("echo 5.6.7.8; kill -SEGV $$") == "was ended by signal 11");
  CHECK(why_not("head -c 900 /dev/zero | tr '\\0' x >&2; exit 1") ==
        "ended with status 1: " + std::string(120, 'x') + "...");
  CHECK(why_not("exec yes 5.6.7.8") == "printed more than 4096 bytes");
  CHECK(why_not("") == "printed nothing");
}

TEST_CASE("a program that hangs is given up after 10 s, whatever it ignores") {
  const auto heard = run(Program{"trap '' TERM; echo 5.6.7.8; while :; do sleep 1; done"}.path());
  CHECK(heard.told->why_not == "did not end within 10 s");
  CHECK(heard.took < 13s);
}

TEST_CASE("a child that a program leaves behind with the pipe is not waited for") {
  const auto heard = run(Program{"sleep 1000 & echo 5.6.7.8"}.path());
  CHECK(heard.told->addresses);
  CHECK(heard.took < 5s);
}

TEST_CASE("only what nobody else can change is run, and the refusal says what to type") {
  const Program program{"echo 5.6.7.8"};
  const auto path = program.path();
  const auto complaint = [&] { return run(path).told->why_not; };
  REQUIRE(complaint().empty());
  SECTION("writable by the group") {
    fs::permissions(path, fs::perms::group_write, fs::perm_options::add);
    CHECK(complaint() == "can be changed by others; type: chmod go-w '" + path.string() + "'");
  }
  SECTION("writable by everybody") {
    fs::permissions(path, fs::perms::others_write, fs::perm_options::add);
    CHECK_THAT(complaint(), ContainsSubstring("type: chmod go-w '"));
  }
  SECTION("not executable") {
    fs::permissions(path, fs::perms::owner_exec, fs::perm_options::remove);
    CHECK(complaint() == "is not executable; type: chmod +x '" + path.string() + "'");
  }
  SECTION("in a directory that everybody may write to") {
    fs::permissions(program.directory(), fs::perms::all);
    CHECK(complaint() == "lies in a directory that others may write to; type: chmod o-w " +
                             program.directory().string());
  }
  SECTION("of another user") {
    if (geteuid() != 0) return;
    REQUIRE(chown(path.c_str(), 12345, 0) == 0);
    CHECK(complaint() == "belongs to user 12345; type: chown root '" + path.string() + "'");
  }
  SECTION("in a directory of another user, by a link from a good one") {
    if (geteuid() != 0) return;
    const test::TempDir other;
    fs::create_symlink(path, other / "link");
    CHECK(run(other / "link").told->addresses);
    REQUIRE(chown(program.directory().c_str(), 12345, 0) == 0);
    CHECK_THAT(run(other / "link").told->why_not,
               ContainsSubstring("lies in a directory of user 12345; type: chown root "));
  }
}

TEST_CASE("what is no program is refused") {
  const test::TempDir dir;
  CHECK(run("my-address").told->why_not == "is no absolute path");
  CHECK(run("").told->why_not == "is no absolute path");
  CHECK(run("../bin/true").told->why_not == "is no absolute path");
  CHECK(run((dir / "none").string()).told->why_not ==
        "cannot be opened: No such file or directory");
  CHECK(run(dir.path().string()).told->why_not == "is no regular file");
  CHECK(run("/dev/null").told->why_not == "is no regular file");
  CHECK(run("/bin/true\0x"s).told->why_not == "has a NUL in its name");
  const Program lost{"", "#!/none/sh\n"};
  CHECK(run(lost.path()).told->why_not == "could not be started: no such file or directory");
}

TEST_CASE("a program that is abandoned says nothing any more") {
  const Program slow{"sleep 1000"}, fast{"echo 5.6.7.8"};
  uv::Loop loop;
  std::vector<core::ExchangeId> told;
  {
    command::Client client{loop, [&](const core::Event& event) {
                             told.push_back(std::get<core::CommandTold>(event).id);
                           }};
    client.run({1, slow.path(), core::Family::ipv4});
    client.run({2, "/none", core::Family::ipv4});
    client.run({3, fast.path(), core::Family::ipv4});
    client.abandon(1);
    client.abandon(2);
    client.abandon(99);
    while (told.empty()) loop.run_once();
    client.run({4, slow.path(), core::Family::ipv4});
    client.run({5, "/none", core::Family::ipv4});
  }
  loop.run();
  CHECK(told == std::vector<core::ExchangeId>{3});
}
