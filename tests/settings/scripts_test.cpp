// SPDX-License-Identifier: MIT
#include "settings/mistakes.h"

namespace nsfollow::settings {
namespace {

using namespace std::chrono_literals;
using test::check;

const std::string both = test::a_zone + test::a_host;  // line 6 is next
const std::string scripts = both + "[scripts]\n";

TEST_CASE("scripts are programs by their absolute paths") {
  const auto settings = test::parse(scripts +
                                    "on_change = [\"/etc/a\", \"/etc/b c\"]\n"
                                    "on_trouble = \"/etc/t\"\ntime_limit = \"5s\"\n");
  REQUIRE(test::error_of(settings) == "");
  const auto& policy = settings->policy.scripts;
  CHECK(policy.on_change == std::vector<std::string>{"/etc/a", "/etc/b c"});
  CHECK(policy.on_trouble == std::vector<std::string>{"/etc/t"});
  CHECK(policy.time_limit == 5s);
}

TEST_CASE("without the section no script is ever run") {
  const auto settings = test::parse(both);
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->policy.scripts.on_change.empty());
  CHECK(settings->policy.scripts.on_trouble.empty());
}

TEST_CASE("what cannot be a script is refused with its place") {
  check({
      {scripts + "on_change = \"notify\"\n",
       "7:13: on_change wants the absolute path of a program, not \"notify\""},
      {scripts + "on_change = \"/etc/\"\n",
       "7:13: on_change wants the absolute path of a program, not \"/etc/\""},
      {scripts + "on_change = \"/a\\u0007\"\n",
       "7:13: on_change wants the absolute path of a program, not \"/a\\x07\""},
      {scripts + "on_trouble = [\"/a\", \"/a\"]\n", "7:21: on_trouble \"/a\" is there twice"},
      {scripts + "time_limit = \"11m\"\n", "7:14: time_limit \"11m\" is out of range: 1s to 10m"},
      {scripts + "on_chnage = \"/a\"\n",
       "7:1: unknown key \"on_chnage\" in [scripts]; did you mean \"on_change\"? Allowed: "
       "on_change, "
       "on_trouble, time_limit"},
  });
}

}  // namespace
}  // namespace nsfollow::settings
