// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include "cli/program.h"

using namespace nsfollow::test;
namespace fs = std::filesystem;

namespace {

// A system with pppd, dhclient and NetworkManager, and the directory of one that is not there.
struct System {
  TempDir dir;
  fs::path root = dir / "root";

  System() {
    for (const auto* directory :
         {"etc/ppp/ip-up.d", "etc/ppp/ip-down.d", "etc/dhcp/dhclient-exit-hooks.d",
          "etc/NetworkManager/dispatcher.d/no-wait.d", "etc/network/if-up.d", "usr/sbin"})
      fs::create_directories(root / directory);
    for (const auto* program : {"pppd", "dhclient", "NetworkManager"})
      write_file(root / "usr/sbin" / program, "");
  }

  [[nodiscard]] Ended hooks(std::vector<std::string> words) const {
    words.insert(words.begin(), {"hooks", "--root", root.string()});
    return nsfollow_says(words);
  }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator{root / "etc"})
      if (!entry.is_directory())
        all.push_back(entry.path().lexically_relative(root / "etc").string());
    std::ranges::sort(all);
    return all;
  }
};

mode_t mode_of(const fs::path& file) {
  struct stat status {};
  REQUIRE(lstat(file.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

const std::vector<std::string> all_of_them{
    "NetworkManager/dispatcher.d/no-wait.d/nsfollow", "NetworkManager/dispatcher.d/nsfollow",
    "dhcp/dhclient-exit-hooks.d/nsfollow", "ppp/ip-down.d/nsfollow", "ppp/ip-up.d/nsfollow"};

}  // namespace

TEST_CASE("hooks says what is there and what it would write, and writes nothing", "[hooks]") {
  const System system;
  const auto ended = system.hooks({});
  CHECK(ended.code == 0);
  CHECK(ended.err == "");
  CHECK_THAT(ended.out, ContainsSubstring("pppd\n"
                                          "  missing        /etc/ppp/ip-up.d/nsfollow\n"
                                          "  missing        /etc/ppp/ip-down.d/nsfollow\n"));
  CHECK_THAT(ended.out, ContainsSubstring("ifupdown: not on this system\n"));
  CHECK_THAT(ended.out, ContainsSubstring("writes what is missing or outdated"));
  CHECK_THAT(system.hooks({"--install", "--dry-run"}).out,
             ContainsSubstring("  would write    /etc/dhcp/dhclient-exit-hooks.d/nsfollow\n"));
  CHECK(system.files().empty());
}

TEST_CASE("hooks are installed with the right modes, whatever the umask", "[hooks]") {
  const System system;
  const auto careless = umask(077);
  const auto ended = system.hooks({"--install"});
  umask(careless);
  CHECK(ended.code == 0);
  CHECK(system.files() == all_of_them);
  const auto etc = system.root / "etc";
  CHECK(mode_of(etc / "ppp/ip-up.d/nsfollow") == 0755);
  CHECK(mode_of(etc / "dhcp/dhclient-exit-hooks.d/nsfollow") == 0644);
  CHECK(mode_of(etc / "NetworkManager/dispatcher.d/no-wait.d/nsfollow") == 0755);
  CHECK(fs::read_symlink(etc / "NetworkManager/dispatcher.d/nsfollow") == "no-wait.d/nsfollow");
  CHECK_THAT(ended.err, ContainsSubstring("which is not there yet"));
  CHECK_THAT(read_file(etc / "ppp/ip-up.d/nsfollow"), !ContainsSubstring("NSFOLLOW"));

  SECTION("and the second time there is nothing to do") {
    const auto again = system.hooks({"--install"});
    CHECK(again.code == 0);
    CHECK_THAT(again.out, !ContainsSubstring("wrote") && !ContainsSubstring("replaced"));
    CHECK_THAT(system.hooks({}).out, !ContainsSubstring("missing"));
  }
  SECTION("and they can be removed, even after their system") {
    fs::remove(system.root / "usr/sbin/pppd");
    const auto removed = system.hooks({"--remove"});
    CHECK(removed.code == 0);
    CHECK_THAT(removed.out, ContainsSubstring("  removed        /etc/ppp/ip-up.d/nsfollow\n"));
    CHECK(system.files().empty());
    CHECK(system.hooks({"--remove"}).code == 0);
  }
  SECTION("and what else a person did to them is undone") {
    write_file(etc / "ppp/ip-up.d/nsfollow", read_file(etc / "ppp/ip-up.d/nsfollow") + "# more\n");
    fs::permissions(etc / "ppp/ip-down.d/nsfollow", fs::perms::owner_read);
    CHECK_THAT(system.hooks({}).out,
               ContainsSubstring("  outdated       /etc/ppp/ip-up.d/nsfollow\n"
                                 "  outdated       /etc/ppp/ip-down.d/nsfollow\n"));
    CHECK_THAT(system.hooks({"--install"}).out,
               ContainsSubstring("  replaced       /etc/ppp/ip-up.d/nsfollow\n"));
    CHECK_THAT(read_file(etc / "ppp/ip-up.d/nsfollow"), !ContainsSubstring("# more"));
    CHECK(mode_of(etc / "ppp/ip-down.d/nsfollow") == 0755);
  }
}

TEST_CASE("somebody else's file is never overwritten and never removed", "[hooks]") {
  const System system;
  const auto place = system.root / "etc/ppp/ip-up.d/nsfollow";
  const auto elsewhere = system.dir / "elsewhere";
  write_file(elsewhere, "precious\n");
  SECTION("a script") { write_file(place, "#!/bin/sh\nprecious\n"); }
  SECTION("a symbolic link") { fs::create_symlink(elsewhere, place); }
  SECTION("a dangling link") { fs::create_symlink(system.dir / "nowhere", place); }
  SECTION("a directory") { fs::create_directory(place); }
  SECTION("a FIFO") { REQUIRE(mkfifo(place.c_str(), 0600) == 0); }
  const auto kind = fs::symlink_status(place).type();
  const auto text = kind == fs::file_type::regular ? read_file(place) : "";

  const auto ended = system.hooks({"--install"});
  CHECK(ended.code == 3);
  CHECK_THAT(ended.err, ContainsSubstring(place.string() + " is not from nsfollow and stays"));
  CHECK(system.files().size() >= all_of_them.size() - 1);  // the others are there
  CHECK(system.hooks({"--remove"}).code == 0);
  CHECK(fs::symlink_status(place).type() == kind);
  if (kind == fs::file_type::regular) CHECK(read_file(place) == text);
  CHECK(read_file(elsewhere) == "precious\n");
  CHECK_FALSE(fs::exists(system.dir / "nowhere"));
}

TEST_CASE("hooks can be had for some systems only", "[hooks]") {
  const System system;
  CHECK(system.hooks({"dhclient", "--install"}).code == 0);
  CHECK(system.files() == std::vector<std::string>{"dhcp/dhclient-exit-hooks.d/nsfollow"});
  const auto unknown = system.hooks({"systemd"});
  CHECK(unknown.code == 1);
  CHECK_THAT(unknown.err, ContainsSubstring("known are pppd dhclient"));
  CHECK(system.hooks({"--install", "--remove"}).code == 1);
}
