// SPDX-License-Identifier: MIT
// The program as its callers meet it: words in, words and an exit code out.
#include "cli/program.h"
#include "control/socket.h"
#include "support/catch.h"

using namespace nsfollow::test;
namespace fs = std::filesystem;

namespace {

constexpr auto version = "nsfollow " NSFOLLOW_VERSION "\n";

}  // namespace

TEST_CASE("every way to ask for the version gives it", "[program]") {
  const std::string word =
      GENERATE(as<std::string>{}, "version", "--version", "-version", "-V", "-v");
  const auto ended = nsfollow_says({word});
  CHECK(ended.code == 0);
  CHECK(ended.out == version);
  CHECK(ended.err == "");
}

TEST_CASE("every way to ask for help gives it, on stdout", "[program]") {
  const auto words = GENERATE(
      std::vector<std::string>{"help"}, std::vector<std::string>{"--help"},
      std::vector<std::string>{"-help"}, std::vector<std::string>{"-h"},
      std::vector<std::string>{"-?"}, std::vector<std::string>{"run", "--help"},
      std::vector<std::string>{"sync", "-h"}, std::vector<std::string>{"explain", "x", "--help"});
  const auto ended = nsfollow_says(words);
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, ContainsSubstring("nsfollow sync    [--dry-run] [--force]"));
  CHECK_THAT(ended.out, ContainsSubstring("Exit codes: 0 done"));
  CHECK(ended.err == "");
}

TEST_CASE("help tells where the watcher listens, in this build", "[program]") {
  CHECK_THAT(nsfollow_says({"help"}).out,
             ContainsSubstring(std::string{" "} + nsfollow::control::default_socket + " unless"));
}

TEST_CASE("without a word there is help, and it is wrong use", "[program]") {
  const auto ended = nsfollow_says({});
  CHECK(ended.code == 1);
  CHECK_THAT(ended.out, ContainsSubstring("nsfollow run"));
}

TEST_CASE("an unknown word never starts anything", "[program]") {
  const auto [word, hint] = GENERATE(
      table<std::string, std::string>({{"rum", "; did you mean \"run\"? See"},
                                       {"chekc", "; did you mean \"check\"? See"},
                                       {"ver sion", "; did you mean \"version\"? See"},
                                       {"RUN", "; see"},
                                       {"stop", "; see"},
                                       {"-x", "; see"},
                                       {"", "; see"},
                                       {"--config", "; a command comes before all options; see"}}));
  const auto ended = nsfollow_says({word});
  CHECK(ended.code == 1);
  CHECK(ended.out == "");
  CHECK(ended.err == "nsfollow: there is no command \"" + word + "\"" + hint + " nsfollow help\n");
}

TEST_CASE("options that contradict each other, or lack a sign, are wrong use", "[program]") {
  CHECK(nsfollow_says({"status", "--json", "--prometheus"}).err ==
        "nsfollow: --json and --prometheus exclude each other\n");
  CHECK(nsfollow_says({"sync", "--wait", "10s"}).err ==
        "nsfollow: there is no use for \"10s\" here; write --wait=10s\n");
  CHECK(nsfollow_says({"sync", "10s"}).err == "nsfollow: there is no use for \"10s\" here\n");
}

TEST_CASE("wrong options are wrong use for every command", "[program]") {
  const std::string command =
      GENERATE(as<std::string>{}, "run", "sync", "check", "explain", "version", "help");
  CHECK(nsfollow_says({command, "--colour"}).code == 1);
  CHECK(nsfollow_says({command, "one", "two"}).code == 1);
  CHECK(nsfollow_says({command, "--config"}).err == "nsfollow: --config wants a value\n");
}

TEST_CASE("check says what a good configuration holds", "[program]") {
  const TempDir dir;
  write_file(dir / "host1.key", "hmac-sha256:host1:c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlIQ==\n");
  fs::permissions(dir / "host1.key", fs::perms::owner_read);
  write_file(dir / "good.toml",
             "[zone.\"d.example.com\"]\nserver = [\"ns1.example.com\", \"192.0.2.53:5353\"]\n"
             "key = \"" +
                 (dir / "host1.key").string() + "\"\n[[host]]\nname = \"host1.d.example.com\"\n");
  const auto config = (dir / "good.toml").string();
  const auto ended = nsfollow_says({"check", "--config", config});
  CHECK(ended.code == 0);
  CHECK(ended.out ==
        "zone d.example.com at ns1.example.com 192.0.2.53:5353, key host1 (hmac-sha256)\n"
        "  host host1.d.example.com\n" +
            config + " is in order\n");
  CHECK(ended.err == "");

  SECTION("and tells each mirror of a zone, all of which have its key") {
    write_file(dir / "good.toml",
               read_file(dir / "good.toml") +
                   "[zone.m]\nname = \"e.example.com\"\nmirror = true\n"
                   "server = [\"ns1.example.com\", \"ns2.example.com\"]\nkey = \"" +
                   (dir / "host1.key").string() + "\"\n[[host]]\nname = \"a.e.example.com\"\n");
    const auto mirrored = nsfollow_says({"check", "--config", config});
    CHECK(mirrored.code == 0);
    CHECK_THAT(mirrored.out,
               ContainsSubstring("zone e.example.com at ns1.example.com, key host1 (hmac-sha256)\n"
                                 "  host a.e.example.com\n"));
    CHECK_THAT(mirrored.out,
               ContainsSubstring("zone e.example.com at ns2.example.com, key host1 (hmac-sha256)\n"
                                 "  host a.e.example.com\n"));
  }
  SECTION("and refuses a key that others can read, with the command that mends it") {
    fs::permissions(dir / "host1.key", fs::perms::owner_read | fs::perms::others_read);
    const auto refused = nsfollow_says({"check", "--config", config});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, ContainsSubstring("chmod"));
    CHECK_THAT(refused.err, !ContainsSubstring("c2l4dGVl"));
  }
  SECTION("explain knows only hosts of the configuration") {
    const auto unknown = nsfollow_says({"explain", "other.d.example.com", "--config", config});
    CHECK(unknown.code == 1);
    CHECK_THAT(unknown.err, ContainsSubstring("other.d.example.com is no name of a [[host]] or "));
    CHECK_THAT(unknown.err, ContainsSubstring("; there are host1.d.example.com\n"));
    CHECK(nsfollow_says({"explain", "a..b", "--config", config}).code == 1);
  }
}

TEST_CASE("a bad configuration is told with its place by every command", "[program]") {
  const TempDir dir;
  write_file(dir / "bad.toml", "[zome]\n");
  const std::string command = GENERATE(as<std::string>{}, "check", "sync", "explain", "run");
  const auto ended = nsfollow_says({command, "--config", (dir / "bad.toml").string()});
  CHECK(ended.code == 2);
  CHECK(ended.out == "");
  CHECK_THAT(ended.err, ContainsSubstring("bad.toml:1:"));
}

TEST_CASE("a watcher tells the journal why it does not start, each fault as an error",
          "[program]") {
  const TempDir dir;
  write_file(dir / "bad.toml", "[zome]\n[hots]\n");
  const auto config = (dir / "bad.toml").string();
  const auto ended = nsfollow_says({"run", "--config", config, "--log-format", "journal"});
  CHECK(ended.code == 2);
  CHECK(ended.out == "");
  CHECK_THAT(ended.err, ContainsSubstring("<3>" + config + ":1:"));
  CHECK_THAT(ended.err, ContainsSubstring("\n<3>" + config + ":2:"));

  const auto plain = nsfollow_says({"run", "--config", config});
  CHECK_THAT(plain.err, ContainsSubstring("nsfollow: " + config + ":1:"));
  CHECK_THAT(plain.err, ContainsSubstring("\nnsfollow: " + config + ":2:"));
}

TEST_CASE("a configuration that is not there is told by its name", "[program]") {
  const auto ended = nsfollow_says({"check", "--config", "/nonexistent/nsfollow.toml"});
  CHECK(ended.code == 2);
  CHECK_THAT(ended.err, ContainsSubstring("/nonexistent/nsfollow.toml"));
}
