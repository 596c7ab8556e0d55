// SPDX-License-Identifier: MIT
#include "settings/access.h"
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <cerrno>
#include <fstream>
#include <system_error>
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

namespace fs = std::filesystem;

class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "nsfollow-settings-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  fs::path write(const std::string& name, std::string_view text, mode_t mode = 0600) const {
    const auto file = path_ / name;
    std::ofstream{file, std::ios::binary} << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    return file;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string key_text() { return "hmac-sha256:a:" + std::string{test::secret} + "\n"; }

const Reader daemon{{200, 300, "nsfollow"}, std::nullopt};
const Reader root{{0, 0, "root"}, std::nullopt};
const Reader root_beside_daemon{{0, 0, "root"}, Account{200, 300, "nsfollow"}};

std::string judge(const Owned& owned, const Reader& reader) {
  return complain_of_access("/etc/k", owned, reader);
}

TEST_CASE("a key closed to others is taken from its reader and from root") {
  CHECK(judge({200, 5, 0600}, daemon) == "");
  CHECK(judge({200, 5, 0400}, daemon) == "");
  CHECK(judge({0, 300, 0640}, daemon) == "");
  CHECK(judge({0, 0, 0600}, root) == "");
  CHECK(judge({0, 0, 0640}, root) == "");
  CHECK(judge({0, 300, 0640}, root_beside_daemon) == "");
  CHECK(judge({200, 300, 0600}, root_beside_daemon) == "");
}

TEST_CASE("a key open to others is refused with what to type") {
  CHECK(judge({200, 300, 0644}, daemon) == "is open to others (mode 0644); type: chmod 600 /etc/k");
  CHECK(judge({200, 300, 0640}, daemon) == "is open to others (mode 0640); type: chmod 600 /etc/k");
  CHECK(judge({200, 300, 0602}, daemon) == "is open to others (mode 0602); type: chmod 600 /etc/k");
  CHECK(judge({0, 300, 0660}, daemon) == "is open to others (mode 0660); type: chmod 640 /etc/k");
  CHECK(judge({0, 300, 0644}, daemon) == "is open to others (mode 0644); type: chmod 640 /etc/k");
  CHECK(judge({0, 50, 0640}, daemon) ==
        "is open to others (mode 0640); type: chown root:nsfollow /etc/k && chmod 640 /etc/k");
  CHECK(judge({0, 50, 0640}, root) == "is open to others (mode 0640); type: chmod 600 /etc/k");
  CHECK(judge({0, 50, 0644}, root_beside_daemon) ==
        "is open to others (mode 0644); type: chown root:nsfollow /etc/k && chmod 640 /etc/k");
}

TEST_CASE("a key of somebody else is refused") {
  CHECK(judge({201, 300, 0600}, daemon) ==
        "belongs to user 201; type: chown root:nsfollow /etc/k && chmod 640 /etc/k");
  CHECK(judge({201, 0, 0600}, root) ==
        "belongs to user 201; type: chown root /etc/k && chmod 600 /etc/k");
  CHECK(judge({201, 300, 0640}, root_beside_daemon) ==
        "is open to others (mode 0640); type: chown root:nsfollow /etc/k && chmod 640 /etc/k");
}

TEST_CASE("what to type survives an odd file name") {
  CHECK_THAT(complain_of_access("/etc/it's a key", {200, 300, 0644}, daemon),
             test::ContainsSubstring("chmod 600 '/etc/it'\\''s a key'"));
}

TEST_CASE("a key file open to others is refused unless the configuration says otherwise") {
  const Directory here;
  const auto file = here.write("a.key", key_text(), 0644);
  CHECK(test::error_of(read_key_file({file, KeyAccess::guarded})) ==
        file.string() + ": is open to others (mode 0644); type: chmod 600 " + file.string());
  const auto open = read_key_file({file, KeyAccess::open});
  REQUIRE(open);
  CHECK_THAT(open->warnings.at(0), test::ContainsSubstring("is open to others"));
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  const auto closed = read_key_file({file, KeyAccess::guarded});
  REQUIRE(closed);
  CHECK(closed->warnings.empty());
}

TEST_CASE("a symbolic link is followed, and judged by what it leads to") {
  const Directory here;
  const auto file = here.write("a.key", key_text(), 0604);
  fs::create_symlink("a.key", here.path() / "link");
  CHECK_THAT(test::error_of(read_key_file({here.path() / "link", KeyAccess::guarded})),
             test::ContainsSubstring("mode 0604"));
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  CHECK(test::error_of(read_key_file({here.path() / "link", KeyAccess::guarded})) == "");
}

TEST_CASE("what is no small regular file is an error, at once") {
  const Directory here;
  const auto fifo = here.path() / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const auto loop = here.path() / "loop";
  fs::create_symlink("loop", loop);
  const auto large = here.write("large", std::string(64 * 1024 + 1, '#'));
  const auto error = [](const fs::path& file) {
    const auto key = read_key_file({file, KeyAccess::guarded});
    REQUIRE_FALSE(key);
    CHECK(key.error().code == Error::Code::config);
    CHECK_THAT(key.error().text, test::ContainsSubstring(file.string() + ": "));
    return key.error().text.substr(file.string().size() + 2);
  };
  CHECK(error(here.path()) == "is a directory");
  CHECK(error(fifo) == "is not a regular file");
  CHECK(error("/dev/null") == "is not a regular file");
  CHECK(error(loop) == "cannot be read: " + std::generic_category().message(ELOOP));
  CHECK(error(here.path() / "none") == "cannot be read: No such file or directory");
  CHECK(error(large) == "is larger than 64 KiB");
}

TEST_CASE("a configuration is loaded together with the key beside it") {
  const Directory here;
  const auto file = here.write("nsfollow.toml", test::a_zone + test::a_host, 0644);
  const auto missing = load(file);
  CHECK(test::error_of(missing) == file.string() + ":3:7: " + (here.path() / "host1.key").string() +
                                       ": cannot be read: No such file or directory");
  here.write("host1.key", key_text());
  const auto settings = load(file);
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->keys.begin()->second.name.to_text() == "a");
}

TEST_CASE("a configuration with a secret in it is judged like a key file") {
  const Directory here;
  const auto text = "[zone.\"d.example.com\"]\nserver = \"a\"\nkey = \"hmac-sha256:a:" +
                    std::string{test::secret} + "\"\n" + test::a_host;
  const auto file = here.write("n.toml", text, 0640 | 04);
  CHECK(test::error_of(load(file)) ==
        file.string() +
            ":3:7: key holds a secret, and this file is open to others (mode 0644); "
            "type: chmod 600 " +
            file.string());
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  CHECK(test::error_of(load(file)) == "");
}

TEST_CASE("a configuration that is no file is an error, not an empty configuration") {
  const Directory here;
  CHECK(test::error_of(load(here.path())) == here.path().string() + ": is a directory");
  CHECK(test::error_of(load(here.path() / "none")) ==
        (here.path() / "none").string() + ": cannot be read: No such file or directory");
  const auto large = here.write("large", std::string(1024 * 1024 + 1, '['));
  CHECK(test::error_of(load(large)) == large.string() + ": is larger than 1024 KiB");
}

}  // namespace
}  // namespace nsfollow::settings
