// SPDX-License-Identifier: MIT
#include "cli/arguments.h"
#include <algorithm>
#include "support/catch.h"

using namespace nsfollow;
using cli::Arguments;
using nsfollow::test::ContainsSubstring;

namespace {

const cli::Grammar grammar{{"--dry-run", "--force"}, 1, {"--zone", "--user"}};

// The words must outlive the result, which points into them.
Result<Arguments> parse(std::vector<std::string>& words) {
  std::vector<char*> given;
  for (auto& word : words) given.push_back(word.data());
  return Arguments::parse(given, grammar);
}

std::string error_of(std::vector<std::string> words) {
  const auto arguments = parse(words);
  if (arguments) return "";
  CHECK(arguments.error().code == Error::Code::use);
  return arguments.error().text;
}

}  // namespace

TEST_CASE("without a word everything is as documented", "[arguments]") {
  std::vector<std::string> none;
  const auto arguments = parse(none);
  REQUIRE(arguments);
  CHECK(arguments->config == "/etc/nsfollow/nsfollow.toml");
  CHECK_FALSE(arguments->state_dir);
  CHECK_FALSE(arguments->log_level);
  CHECK_FALSE(arguments->log_format);
  CHECK_FALSE(arguments->help);
  CHECK_FALSE(arguments->has("--dry-run"));
}

TEST_CASE("options stand before or after the words, apart or joined", "[arguments]") {
  std::vector<std::string> words{
      "--config",          "a.toml",       "name",  "--state-dir=/var/x=y", "--force",
      "--log-level=debug", "--log-format", "syslog"};
  const bool words_first = GENERATE(false, true);
  if (words_first) std::rotate(words.begin(), words.begin() + 2, words.end());
  const auto arguments = parse(words);
  REQUIRE(arguments);
  CHECK(arguments->config == "a.toml");
  CHECK(arguments->state_dir == "/var/x=y");
  CHECK(arguments->log_level == log::Level::debug);
  CHECK(arguments->log_format == log::Format::syslog);
  CHECK(arguments->has("--force"));
  CHECK_FALSE(arguments->has("--dry-run"));
  CHECK(arguments->words == std::vector<std::string_view>{"name"});
}

TEST_CASE("of an option that is there twice the last counts", "[arguments]") {
  std::vector<std::string> words{"--config=a", "--config", "b"};
  CHECK(parse(words)->config == "b");
}

TEST_CASE("an option of one command has its value, or all of them", "[arguments]") {
  std::vector<std::string> words{"--user=a", "--zone", "--force", "--user", "b=c", "name"};
  const auto arguments = parse(words);
  REQUIRE(arguments);
  CHECK(arguments->value("--zone") == "--force");
  CHECK(arguments->value("--user") == "b=c");
  CHECK(arguments->all_values("--user") == std::vector<std::string_view>{"a", "b=c"});
  CHECK_FALSE(arguments->value("--config"));
  CHECK_FALSE(arguments->has("--force"));
  CHECK(arguments->words == std::vector<std::string_view>{"name"});
}

TEST_CASE("help may be asked for anywhere", "[arguments]") {
  std::vector<std::string> words{GENERATE(as<std::string>{}, "--help", "-h")};
  if (GENERATE(false, true)) words.insert(words.begin(), {"--config", "a", "x"});
  CHECK(parse(words)->help);
}

TEST_CASE("an option without its value is wrong", "[arguments]") {
  const std::string option = GENERATE(as<std::string>{}, "--config", "--state-dir", "--log-level",
                                      "--log-format", "--zone");
  CHECK(error_of({option}) == option + " wants a value");
  CHECK(error_of({option + "="}) == option + " wants a value");
  CHECK(error_of({option, ""}) == option + " wants a value");
}

TEST_CASE("a value that does not exist is answered with those that do", "[arguments]") {
  CHECK(error_of({"--log-level=loud"}) ==
        "--log-level is one of error, warning, notice, info, debug");
  CHECK(error_of({"--log-format", "xml"}) == "--log-format is one of text, journal, syslog");
}

TEST_CASE("an unknown option is answered with all that are known", "[arguments]") {
  for (const std::string word : {"--confg", "--dry-run=yes", "-x", "-", "--", "--config-file=a"}) {
    const auto text = error_of({word});
    CHECK_THAT(text, ContainsSubstring("unknown option \"" + word + "\""));
    CHECK_THAT(text, ContainsSubstring("--help, --dry-run, --force, --zone, --user, --config, "
                                       "--state-dir, --log-level, --log-format"));
  }
}

TEST_CASE("a word too many is refused", "[arguments]") {
  CHECK(error_of({"one", "two"}) == "there is no use for \"two\" here");
}

TEST_CASE("hostile words are escaped before anybody reads them", "[arguments]") {
  CHECK_THAT(error_of({"--\x1b[2J"}), !ContainsSubstring("\x1b"));
  CHECK_THAT(error_of({"one", "\x1b[2J"}), !ContainsSubstring("\x1b"));
}
