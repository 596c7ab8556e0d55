// SPDX-License-Identifier: MIT
#include "control/socket.h"
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <fstream>
#include <optional>
#include "control/directory.h"

using namespace nsfollow;
using namespace nsfollow::control;
using nsfollow::test::ContainsSubstring;
namespace fs = std::filesystem;

TEST_CASE("the socket is for its owner and group, whatever the umask") {
  const test::Directory directory;
  const auto path = directory / "run/control.sock";
  const auto mask = ::umask(GENERATE(0U, 022U, 0077U));
  const auto socket = SocketFile::listen(path);
  ::umask(mask);
  REQUIRE(socket);
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0660);
  REQUIRE(::stat(path.parent_path().c_str(), &status) == 0);
  CHECK((status.st_mode & 0007) == 0);
  const auto client = connect_to(path);
  REQUIRE(client);
  CHECK(uid_of_peer(client) == ::geteuid());
  CHECK(uid_of_peer(socket->accept()) == ::geteuid());
  CHECK_FALSE(socket->accept());
}

TEST_CASE("the socket vanishes with the watcher") {
  const test::Directory directory;
  const auto path = directory / "control.sock";
  { REQUIRE(SocketFile::listen(path)); }
  CHECK(fs::is_empty(path.parent_path()));
  SECTION("but not the one that another watcher has put there since") {
    std::optional first{*SocketFile::listen(path)};
    fs::remove(path);
    const auto second = SocketFile::listen(path);
    REQUIRE(second);
    first.reset();
    CHECK(connect_to(path));
  }
}

TEST_CASE("a socket that nobody listens at any more is replaced") {
  const test::Directory directory;
  const auto path = directory / "control.sock";
  {
    const auto old = SocketFile::listen(path);
    REQUIRE(old);
    fs::rename(path, directory / "kept");
  }
  fs::rename(directory / "kept", path);
  REQUIRE(fs::is_socket(path));
  REQUIRE_FALSE(connect_to(path));
  REQUIRE(errno == ECONNREFUSED);
  const auto socket = SocketFile::listen(path);
  REQUIRE(socket);
  CHECK(connect_to(path));
}

TEST_CASE("what is not ours to replace stays, and is told") {
  const test::Directory directory;
  const auto path = directory / "control.sock";
  SECTION("a socket that somebody listens at") {
    const auto first = SocketFile::listen(path);
    const auto second = SocketFile::listen(path);
    REQUIRE_FALSE(second);
    CHECK_THAT(second.error().text, ContainsSubstring("another watcher listens at"));
    CHECK(connect_to(path));
  }
  SECTION("a file") {
    std::ofstream{path} << "precious";
    const auto socket = SocketFile::listen(path);
    REQUIRE_FALSE(socket);
    CHECK_THAT(socket.error().text, ContainsSubstring("control.sock: File exists"));
    CHECK(fs::file_size(path) == 8);
  }
  SECTION("a symbolic link, wherever it leads") {
    fs::create_symlink("nowhere", path);
    CHECK_FALSE(SocketFile::listen(path));
    CHECK(fs::is_symlink(path));
  }
}

TEST_CASE("a path that no socket can have is told") {
  const test::Directory directory;
  const auto deep = directory / "no" / "way" / "control.sock";
  CHECK_THAT(SocketFile::listen(deep).error().text, ContainsSubstring("No such file"));
  const auto longest = directory / std::string(108, 'x').c_str();
  CHECK_THAT(SocketFile::listen(longest).error().text, ContainsSubstring("name too long"));
  CHECK_FALSE(connect_to(longest));
  CHECK(errno == ENAMETOOLONG);
}
