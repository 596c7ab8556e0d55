// SPDX-License-Identifier: MIT
#include "settings/reach.h"
#include <sys/stat.h>
#include <unistd.h>
#include <fstream>
#include "settings/sample.h"
#include "state/temp_dir.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

namespace fs = std::filesystem;
using test::ContainsSubstring;
using test::TempDir;
using Use = Needed::Use;

// Neither the one that runs this test, nor of its group.
const uid_t stranger = geteuid() + 1000;
const Visitor visitor{"nsfollow", "nsfollow", stranger, {getegid() + 1000}};
const Visitor member{"nsfollow", "nsfollow", stranger, {getegid() + 1000, getegid()}};
const Visitor owner{"nsfollow", "nsfollow", geteuid(), {}};

fs::path write(const fs::path& file, mode_t mode) {
  std::ofstream{file} << "x";
  REQUIRE(::chmod(file.c_str(), mode) == 0);
  return file;
}

// As /etc/nsfollow, below a directory that all may enter.
class Place {
 public:
  Place() {
    fs::create_directory(path);
    REQUIRE(::chmod((dir / "").c_str(), 0755) == 0);
    REQUIRE(::chmod(path.c_str(), 0755) == 0);
  }
  // Not where all temporary files are in a directory that is closed to strangers.
  [[nodiscard]] bool is_reachable() const {
    return complain_of_reach({dir.path(), Use::read}, visitor).empty();
  }
  TempDir dir;
  fs::path path = dir / "nsfollow";
};

std::string judge(const fs::path& path, const Visitor& by, Use use = Use::read) {
  return complain_of_reach({path, use}, by);
}

TEST_CASE("a key that only root can read is told, with what to type") {
  const Place place;
  if (!place.is_reachable()) return;
  const auto key = write(place.path / "a.key", 0600);
  const auto said = judge(key, visitor);
  CHECK_THAT(said, ContainsSubstring(key.string() + ": the user nsfollow cannot read it ("));
  CHECK_THAT(said, ContainsSubstring(", mode 0600); type: chown root:nsfollow " + key.string() +
                                     " && chmod 640 " + key.string()));
  CHECK(judge(key, owner) == "");
  REQUIRE(::chmod(key.c_str(), 0640) == 0);
  CHECK_THAT(judge(key, visitor), ContainsSubstring("cannot read it"));
  CHECK(judge(key, member) == "");
  REQUIRE(::chmod(key.c_str(), 0604) == 0);
  CHECK(judge(key, visitor) == "");
  CHECK_THAT(judge(key, member), ContainsSubstring("cannot read it"));
}

TEST_CASE("a directory on the way that is closed is told, and opened only if it is nsfollow's") {
  const Place place;
  if (!place.is_reachable()) return;
  const auto key = write(place.path / "a.key", 0644);
  REQUIRE(::chmod(place.path.c_str(), 0700) == 0);
  const auto closed = judge(key, visitor);
  CHECK_THAT(closed, ContainsSubstring(key.string() + ": the user nsfollow may not enter " +
                                       place.path.string() + " ("));
  CHECK_THAT(closed, ContainsSubstring("; type: chown root:nsfollow " + place.path.string() +
                                       " && chmod 750 " + place.path.string()));
  const auto deep = place.path / "private";
  fs::create_directory(deep);
  REQUIRE(::chmod(place.path.c_str(), 0755) == 0);
  REQUIRE(::chmod(deep.c_str(), 0700) == 0);
  const auto other = judge(write(deep / "b.key", 0644), visitor);
  CHECK_THAT(other, ContainsSubstring("may not enter " + deep.string()));
  CHECK_THAT(other, ContainsSubstring("; it wants another place"));
  CHECK_THAT(other, !ContainsSubstring("chmod"));
}

TEST_CASE("a link is judged by where it leads to") {
  const Place place;
  if (!place.is_reachable()) return;
  const auto deep = place.path / "private";
  fs::create_directory(deep);
  write(deep / "b.key", 0644);
  REQUIRE(::chmod(deep.c_str(), 0700) == 0);
  fs::create_symlink("private/b.key", place.path / "link");
  CHECK_THAT(judge(place.path / "link", visitor), ContainsSubstring("may not enter"));
  REQUIRE(::chmod(deep.c_str(), 0711) == 0);
  CHECK(judge(place.path / "link", visitor) == "");
}

TEST_CASE("a program must be executable, and a state directory writable, for the service") {
  const Place place;
  if (!place.is_reachable()) return;
  const auto program = write(place.path / "on-change", 0744);
  CHECK_THAT(
      judge(program, visitor, Use::execute),
      ContainsSubstring("cannot execute it (") &&
          ContainsSubstring("; type: chown root:nsfollow " + program.string() + " && chmod 750 "));
  REQUIRE(::chmod(program.c_str(), 0755) == 0);
  CHECK(judge(program, visitor, Use::execute) == "");
  CHECK_THAT(judge(place.path, visitor, Use::keep_files_in),
             ContainsSubstring("cannot keep files there (") &&
                 ContainsSubstring("; type: chown nsfollow:nsfollow " + place.path.string() +
                                   " && chmod 700 "));
  CHECK(judge(place.path, owner, Use::keep_files_in) == "");
}

TEST_CASE("what the configuration names is needed once, whatever names it") {
  auto settings =
      test::parse("state_dir = \"/srv/s\"\n" + test::a_zone +
                  "transport = \"tls\"\ntls_ca = \"/etc/ca.pem\"\n" + test::a_host +
                  "ipv4 = \"command:/etc/p\"\nipv6 = [\"auto\", \"command:/etc/q\"]\n" +
                  "[scripts]\non_change = [\"/etc/c\", \"/etc/p\"]\non_trouble = \"/etc/t\"\n");
  REQUIRE(test::error_of(settings) == "");
  settings->files = {"n.toml", "a.key", "a.key"};
  std::string all;
  for (const auto& needed : needed_by(*settings)) {
    all += needed.use == Use::read ? "r " : needed.use == Use::execute ? "x " : "w ";
    all += needed.path.string() + ' ';
  }
  CHECK(all == "r n.toml r a.key r /etc/ca.pem x /etc/p x /etc/q x /etc/c x /etc/t w /srv/s ");
  settings->state_dir_given = false;  // the unit sees to the usual one
  CHECK(needed_by(*settings).size() == 7);
}

TEST_CASE("a program that is not there is told to everybody") {
  const Place place;
  auto settings = test::parse(test::a_zone + test::a_host + "[scripts]\non_change = \"" +
                              (place.path / "none").string() + "\"\n");
  REQUIRE(test::error_of(settings) == "");
  CHECK(complaints_of_reach(*settings) ==
        std::vector<std::string>{(place.path / "none").string() + ": is not there"});
}

}  // namespace
}  // namespace nsfollow::settings
