// SPDX-License-Identifier: MIT
#include "echo/client.h"
#include <optional>
#include "echo/answer.h"
#include "state/temp_dir.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace std::chrono_literals;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

core::EchoTold read(const std::string& said) { return echo::read_answer(said, core::Family::ipv4); }

class Stage {
 public:
  // The probe is a script; it finds its words in $*.
  explicit Stage(const std::string& script) {
    test::write_file(path(), "#!/bin/sh\n" + script + "\n");
    fs::permissions(path(), fs::perms::owner_all);
  }
  fs::path path() const { return dir_ / "nsfollow-echo"; }

  core::EchoTold ask(core::AskEcho action) {
    echo::Client client{loop_, [&](core::Event event) { hear(event); }, path()};
    action.id = 7;
    client.ask(action);
    CHECK_FALSE(told_);
    while (!told_) loop_.run_once();
    return *std::exchange(told_, std::nullopt);
  }
  void hear(const core::Event& event) {
    CHECK_FALSE(told_);
    told_ = std::get<core::EchoTold>(event);
  }
  uv::Loop& loop() { return loop_; }
  const std::optional<core::EchoTold>& told() const { return told_; }

 private:
  test::TempDir dir_;
  uv::Loop loop_;
  std::optional<core::EchoTold> told_;
};

core::AskEcho question() {
  core::AskEcho action;
  action.service.url = "https://echo.example/";
  return action;
}

}  // namespace

TEST_CASE("the three kinds of line that the probe says are understood") {
  const auto address = read("address 5.6.7.8\n");
  REQUIRE(address.address);
  CHECK(address.address->to_text() == "5.6.7.8");
  CHECK(address.why_not == "");
  CHECK_FALSE(address.unwelcome);
  CHECK(echo::read_answer("address 2a00:1234::1\n", core::Family::ipv6).address);

  const auto unwelcome = read("unwelcome 429 3600\n");
  CHECK(unwelcome.unwelcome);
  CHECK(unwelcome.retry_after == 1h);
  CHECK(unwelcome.why_not == "it answers with HTTP status 429");
  CHECK_FALSE(unwelcome.address);
  CHECK_FALSE(read("unwelcome 503 -\n").retry_after);
  CHECK(read("unwelcome 403 86400\n").retry_after == 24h);

  const auto failed = read("failed no luck\x1b[2J\n");
  CHECK(failed.why_not == "no luck\\x1b[2J");
  CHECK_FALSE(failed.address);
  CHECK_FALSE(failed.unwelcome);
}

TEST_CASE("whatever else the probe says is no answer") {
  const auto said = GENERATE(
      as<std::string>{}, "", "\n", "address", "address \n", "address 5.6.7.8",
      "address 5.6.7.8\n\n", "address 5.6.7.8\naddress 5.6.7.8\n", "address  5.6.7.8\n",
      "address 5.6.7.8 \n", " address 5.6.7.8\n", "Address 5.6.7.8\n", "address 5.6.7.8\r\n",
      "address 05.6.7.8\n", "address 2a00:1234::1\n", "address 5.6.7.8\0\n"s, "5.6.7.8\n",
      "unwelcome\n", "unwelcome 429\n", "unwelcome 429 \n", "unwelcome 200 1\n",
      "unwelcome 429 -1\n", "unwelcome 429 86401\n", "unwelcome 429 1s\n", "unwelcome 429 1 2\n",
      "unwelcome 429 +1\n", "unwelcome 429 99999999999999999999\n", "failed\n", "failed \n",
      "x\x1b\n", "failed " + std::string(2000, 'x') + "\n");
  const auto told = read(said);
  CHECK_FALSE(told.address);
  CHECK_FALSE(told.unwelcome);
  CHECK_FALSE(told.retry_after);
  CHECK_THAT(told.why_not, test::ContainsSubstring("nsfollow-echo does not keep to its form: \""));
  CHECK(told.why_not.find('\x1b') == told.why_not.npos);
}

TEST_CASE("the probe is given what to ask, in words, and an empty environment") {
  Stage stage{"echo \"failed $#|$*|$HOME\""};
  REQUIRE(setenv("NSFOLLOW_SECRET", "x", 1) == 0);
  auto action = question();
  CHECK(stage.ask(action).why_not == "4|--family ipv4 -- https://echo.example/|");
  action.family = core::Family::ipv6;
  action.interface = "ppp0; reboot";
  action.service.json_key = "--ca";
  const auto told = stage.ask(action);
  CHECK(told.id == 7);
  CHECK(told.why_not ==
        "8|--family ipv6 --interface ppp0; reboot --json --ca -- https://echo.example/|");
  CHECK(Stage{"IFS= ; echo failed ${NSFOLLOW_SECRET-none}"}.ask(action).why_not == "none");
  unsetenv("NSFOLLOW_SECRET");
}

TEST_CASE("an address that the probe tells is an answer to its question") {
  const auto told = Stage{"echo address 5.6.7.8"}.ask(question());
  CHECK(told.id == 7);
  REQUIRE(told.address);
  CHECK(told.address->to_text() == "5.6.7.8");
  CHECK_FALSE(Stage{"echo address 2a00:1234::1"}.ask(question()).address);
}

TEST_CASE("a probe that does not do its work is told as what it is") {
  CHECK(Stage{"kill -SEGV $$"}.ask(question()).why_not == "nsfollow-echo was ended by signal 11");
  CHECK(Stage{"echo 'no \x1b luck' >&2; exit 1"}.ask(question()).why_not ==
        "nsfollow-echo ended with status 1: no \\x1b luck");
  CHECK(Stage{"exec yes"}.ask(question()).why_not == "nsfollow-echo printed more than 4096 bytes");
  // Half a line is not taken for a whole one.
  CHECK_FALSE(Stage{"printf 'address 5.6.7.8'"}.ask(question()).address);
}

TEST_CASE("a probe that is not installed is told as such") {
  Stage stage{"exit"};
  fs::remove(stage.path());
  CHECK(stage.ask(question()).why_not == "nsfollow-echo is not installed");
  test::write_file(stage.path(), "no program");
  CHECK(stage.ask(question()).why_not == "nsfollow-echo could not be started: permission denied");
}

TEST_CASE("the probe is looked for beside this program") {
  CHECK(echo::Client::probe_path() ==
        fs::read_symlink("/proc/self/exe").parent_path() / "nsfollow-echo");
}

TEST_CASE("a question that is abandoned is not answered, and others are") {
  Stage stage{"case $* in *never*) sleep 1000 ;; *) echo address 5.6.7.8 ;; esac"};
  {
    echo::Client client{stage.loop(), [&](core::Event event) { stage.hear(event); }, stage.path()};
    auto never = question();
    never.id = 1;
    never.service.url = "https://never.example/";
    client.ask(never);
    auto other = question();
    other.id = 2;
    client.ask(other);
    client.abandon(1);
    client.abandon(99);
    while (!stage.told()) stage.loop().run_once();
    CHECK(stage.told()->id == 2);
    never.id = 3;
    client.ask(never);
  }
  stage.loop().run();
  CHECK(stage.told()->id == 2);
}
