// SPDX-License-Identifier: MIT
// Where a zone's key comes from: a file, one of several in it, a credential, a variable.
#include <sys/stat.h>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include "settings/mistakes.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

const std::string secret{test::secret};

std::string zone_with_key(const std::string& key, const std::string& more = "") {
  return "[zone.\"d.example.com\"]\nkey = \"" + key + "\"\n" + more + test::a_host;
}

// What was asked of it, and what the environment holds.
struct Scene {
  std::vector<std::string> asked;
  std::map<std::string, std::string> variables;

  Result<Settings> parse(const std::string& toml) {
    Outside outside = test::any_key();
    outside.read_key = [this](const KeyPlace& place) {
      static constexpr const char* words[] = {" guarded", " open", " foreign"};
      asked.push_back(place.file.string() + words[static_cast<int>(place.access)] +
                      (place.name ? ' ' + place.name->to_text() : ""));
      return parse_key("hmac-sha256:a:" + secret, place.file.string());
    };
    outside.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      if (found == variables.end()) return std::nullopt;
      return found->second;
    };
    return settings::parse(toml, "/etc/nsfollow/n.toml", outside);
  }
  std::string error(const std::string& toml) { return test::error_of(parse(toml)); }
};

TEST_CASE("a credential of systemd's is read from its directory, whoever may read that") {
  Scene scene;
  scene.variables["CREDENTIALS_DIRECTORY"] = "/run/credentials/nsfollow.service";
  CHECK(scene.error(zone_with_key("credential:host1.key")) == "");
  CHECK(scene.error(zone_with_key("credential:keys", "key_name = \"Host2\"\n")) == "");
  CHECK(scene.asked ==
        std::vector<std::string>{"/run/credentials/nsfollow.service/host1.key foreign",
                                 "/run/credentials/nsfollow.service/keys foreign host2"});
}

TEST_CASE("without systemd, a credential is an error that says what sets it") {
  Scene scene;
  const std::string error =
      "/etc/nsfollow/n.toml:2:7: key wants a credential, and $CREDENTIALS_DIRECTORY names no "
      "directory; systemd sets it for a service with LoadCredential=host1.key:FILE";
  CHECK(scene.error(zone_with_key("credential:host1.key")) == error);
  for (const auto* odd : {"", "run/credentials", "."}) {
    scene.variables["CREDENTIALS_DIRECTORY"] = odd;
    CHECK(scene.error(zone_with_key("credential:host1.key")) == error);
  }
  CHECK(scene.asked.empty());
}

TEST_CASE("a credential's name cannot lead out of its directory") {
  Scene scene;
  scene.variables["CREDENTIALS_DIRECTORY"] = "/run/credentials";
  for (const auto* name :
       {"", ".", "..", "../../etc/shadow", "a/b", "/a", "a b", "a\\u0000", "a:b", "\\u00e9"}) {
    CAPTURE(name);
    CHECK(scene.error(zone_with_key(std::string{"credential:"} + name)).find("key") !=
          std::string::npos);
  }
  CHECK(scene.asked.empty());
}

TEST_CASE("a variable of the environment names a key file, which is guarded like any other") {
  Scene scene;
  scene.variables["NSFOLLOW_KEY_FILE"] = "/keys/a.key";
  CHECK(scene.error(zone_with_key("env:NSFOLLOW_KEY_FILE")) == "");
  CHECK(scene.error(zone_with_key("env:NSFOLLOW_KEY_FILE", "allow_open_key = true\n")) == "");
  CHECK(scene.asked == std::vector<std::string>{"/keys/a.key guarded", "/keys/a.key open"});
}

TEST_CASE(
    "a variable that is not set, or holds the secret itself, is an error that tells neither") {
  Scene scene;
  const auto error = [&] { return scene.error(zone_with_key("env:NSFOLLOW_KEY_FILE")); };
  const std::string begin =
      "/etc/nsfollow/n.toml:2:7: key wants the file that $NSFOLLOW_KEY_FILE names, and that "
      "variable ";
  CHECK(error() == begin + "is not set");
  for (const auto& value : {std::string{}, std::string{"a.key"}, secret, "hmac-sha256:a:" + secret,
                            '/' + secret.substr(1)}) {
    scene.variables["NSFOLLOW_KEY_FILE"] = value;
    CHECK(error() == begin + "holds no absolute path");
  }
  for (const auto* name : {"", "A B", "A=B", "$A", "/a"})
    CHECK(scene.error(zone_with_key(std::string{"env:"} + name)) ==
          "/etc/nsfollow/n.toml:2:7: key wants the name of a variable: \"env:NSFOLLOW_KEY_FILE\"");
  CHECK(scene.asked.empty());
}

TEST_CASE("a file called like a credential is told by its path") {
  Scene scene;
  CHECK(scene.error(zone_with_key("./env:a")) == "");
  CHECK(scene.error(zone_with_key("/credential:a")) == "");
  CHECK(scene.asked ==
        std::vector<std::string>{"/etc/nsfollow/./env:a guarded", "/credential:a guarded"});
}

TEST_CASE("key_name chooses in a file alone") {
  Scene scene;
  CHECK(scene.error(zone_with_key("a.key", "key_name = \"host1\"\n")) == "");
  CHECK(scene.asked == std::vector<std::string>{"/etc/nsfollow/a.key guarded host1"});
  CHECK(scene.error(zone_with_key("hmac-sha256:a:" + secret, "key_name = \"a\"\n")) ==
        "/etc/nsfollow/n.toml:2:7: key is the key itself, so there is none to choose by key_name");
  CHECK(scene.error(zone_with_key("a.key", "key_name = \"a..b\"\n")) ==
        "/etc/nsfollow/n.toml:3:12: key_name \"a..b\" has an empty label");
  CHECK(scene.error(zone_with_key("a.key", "key_name = 1\n")) ==
        "/etc/nsfollow/n.toml:3:12: key_name is an integer; it wants the name of a key in the "
        "file, such as \"host1\"");
}

TEST_CASE("an inline key may have truncated MACs") {
  const auto settings = test::parse(zone_with_key("hmac-sha512-256:a:" + secret));
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->keys.at("d.example.com").mac_bits == 256);
}

// With real files and the real environment.
class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "nsfollow-keys-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  [[nodiscard]] std::string write(const std::string& name, const std::string& text,
                                  mode_t mode) const {
    const auto file = path_ / name;
    std::ofstream{file} << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    return file.string();
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

TEST_CASE("credentials and variables are looked for where systemd and the shell put them") {
  const Directory here;
  // Its mode tells nothing: with an ACL for the service's user, the group's bits are a mask.
  (void)here.write("cred", "hmac-sha256:a:" + secret + '\n', 0444);
  const auto open = here.write("open", "hmac-sha256:b:" + secret + '\n', 0644);
  const auto by_credential = here.write("n.toml", zone_with_key("credential:cred"), 0644);
  const auto by_variable = here.write("m.toml", zone_with_key("env:NSFOLLOW_TEST_KEY"), 0644);
  CHECK_THAT(test::error_of(load(by_credential)), test::ContainsSubstring("names no directory"));
  CHECK_THAT(test::error_of(load(by_variable)), test::ContainsSubstring("is not set"));
  const Variable directory{"CREDENTIALS_DIRECTORY", here.path()};
  const Variable file{"NSFOLLOW_TEST_KEY", open};
  const auto loaded = load(by_credential);
  REQUIRE(test::error_of(loaded) == "");
  CHECK(loaded->warnings.empty());
  CHECK(loaded->keys.at("d.example.com").name.to_text() == "a");
  CHECK_THAT(test::error_of(load(by_variable)), test::ContainsSubstring("is open to others"));
  REQUIRE(::chmod(open.c_str(), 0600) == 0);
  CHECK(load(by_variable)->keys.at("d.example.com").name.to_text() == "b");
}

TEST_CASE("a credential that is no key file is an error that names it") {
  const Directory here;
  const auto file = here.write("n.toml", zone_with_key("credential:cred"), 0644);
  const Variable directory{"CREDENTIALS_DIRECTORY", here.path()};
  const auto error = [&] { return test::error_of(load(file)); };
  const auto begin = file + ":2:7: " + here.path() + "/cred: ";
  CHECK(error() == begin + "cannot be read: No such file or directory");
  REQUIRE(::mkfifo((here.path() + "/cred").c_str(), 0600) == 0);
  CHECK(error() == begin + "is not a regular file");
  std::filesystem::remove(here.path() + "/cred");
  std::filesystem::create_symlink("cred", here.path() + "/cred");
  CHECK(error() == begin + "cannot be read: " + std::generic_category().message(ELOOP));
  std::filesystem::remove(here.path() + "/cred");
  std::filesystem::create_symlink("/dev/zero", here.path() + "/cred");
  CHECK(error() == begin + "is not a regular file");
  std::filesystem::remove(here.path() + "/cred");
  (void)here.write("cred", std::string(64 * 1024 + 1, '#'), 0600);
  CHECK(error() == begin + "is larger than 64 KiB");
  (void)here.write("cred", std::string(4096, '\0'), 0600);
  CHECK(error() == file + ":2:7: " + here.path() +
                       "/cred:1: is no TSIG key: neither key \"name\" { ... }; nor "
                       "algorithm:name:secret");
  (void)here.write("cred", std::string(64 * 1024, '\n'), 0600);
  CHECK(error() == begin + "holds no key");
}

}  // namespace
}  // namespace nsfollow::settings
