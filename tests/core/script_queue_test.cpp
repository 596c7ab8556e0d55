// SPDX-License-Identifier: MIT
#include "core/script_queue.h"
#include "support/catch.h"
#include "support/world.h"

using namespace nsfollow;
using namespace nsfollow::core;
using namespace nsfollow::test;

namespace {

Policy with_script() {
  auto policy = one_host();
  policy.scripts.on_change = {"/etc/on-change"};
  return policy;
}

std::string variable(const World::ScriptCall& call, const std::string& name) {
  for (const auto& [key, value] : call.action.variables)
    if (key == name) return value;
  return "(none)";
}

}  // namespace

TEST_CASE("each confirmed change is told to the script, after it was confirmed", "[scripts]") {
  World w{with_script()};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  REQUIRE(w.pass_until([&] { return w.scripts_run.size() == 1; }, 5s));
  CHECK(w.count_said("published") == 1);
  CHECK(w.scripts_run[0].action.words ==
        std::vector<std::string>{"changed", "host1.d.example.com", "A"});
  CHECK(variable(w.scripts_run[0], "NSFOLLOW_NEW") == "5.6.7.8");
  CHECK(variable(w.scripts_run[0], "NSFOLLOW_OLD") == "");
  w.pass(1s);
  w.remove_address("5.6.7.8");
  w.add_address(2, "5.6.7.9");
  REQUIRE(w.pass_until([&] { return w.scripts_run.size() == 2; }, 5s));
  CHECK(variable(w.scripts_run[1], "NSFOLLOW_OLD") == "5.6.7.8");
  CHECK(variable(w.scripts_run[1], "NSFOLLOW_NEW") == "5.6.7.9");
  w.pass(24h);
  CHECK(w.scripts_run.size() == 2);
}

TEST_CASE("a change that was not confirmed is not told", "[scripts]") {
  World w{with_script()};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.server.lies = true;
  w.start();
  w.pass(1h);
  CHECK(w.scripts_run.empty());
}

TEST_CASE("what was not told before a crash is told after it", "[scripts]") {
  World w{with_script()};
  w.set_default_route(Family::ipv4, 2);
  w.add_address(2, "5.6.7.8");
  w.start();
  REQUIRE(w.pass_until([&] { return w.scripts_run.size() == 1; }, 5s));
  w.pass(5ms);  // it is on the disk, and the script has not ended
  w.crash();
  w.start();
  REQUIRE(w.pass_until([&] { return w.scripts_run.size() == 2; }, 5s));
  CHECK(variable(w.scripts_run[1], "NSFOLLOW_NEW") == "5.6.7.8");
  w.pass(1min);
  w.stop();
  w.start();
  w.pass(1min);
  CHECK(w.scripts_run.size() == 2);
}

TEST_CASE("changes that wait are told as one, with the first and the last value", "[scripts]") {
  const ScriptPolicy policy{.on_change = {"/a", "/b"}, .on_trouble = {}};
  ScriptQueue queue{policy, {}};
  Random random{1};
  ServerBook servers{{}, TimePoint{1h}};
  ExchangeId last_id = 0;
  std::vector<Action> actions;
  Turn turn{TimePoint{1h}, random, servers, last_id, actions};
  const RrsetKey key{name("h.d.example.com"), RrType::a};
  const auto rrset = [](const char* text) {
    return Rrset{60s, {rdata_of(*IpAddress::parse(text))}};
  };
  const auto change = [&](const char* from, const char* to) {
    queue.published({"d.example.com", key, rrset(from), rrset(to), {"ns1", 53}, 7});
  };
  const auto run = [&] {
    REQUIRE(actions.size() == 1);
    const auto action = std::get<RunScript>(actions.front());
    actions.clear();
    return action;
  };
  change("5.6.7.1", "5.6.7.2");
  queue.step(turn);
  const auto first = run();
  CHECK(first.path == "/a");
  change("5.6.7.2", "5.6.7.3");
  change("5.6.7.3", "5.6.7.4");
  queue.step(turn);
  CHECK(actions.empty());  // never two at once
  CHECK(queue.due().size() == 1);
  CHECK_FALSE(queue.ended({first.id + 100, {}}, turn));
  CHECK(queue.ended({first.id, {}}, turn));
  const auto second = run();  // the other script hears of the same change
  CHECK(second.path == "/b");
  CHECK(second.variables == first.variables);
  CHECK(queue.ended({second.id, "ended with status 3"}, turn));
  actions.clear();
  CHECK(turn.must_save);
  queue.step(turn);
  const auto third = run();
  const auto told = [&](const char* name, const char* value) {
    return std::ranges::count(third.variables, std::pair<std::string, std::string>{name, value}) ==
           1;
  };
  CHECK(told("NSFOLLOW_OLD", "5.6.7.2"));
  CHECK(told("NSFOLLOW_NEW", "5.6.7.4"));
  CHECK(told("NSFOLLOW_SERIAL", "7"));
}

TEST_CASE("no variable of a script can hurt a careless one", "[scripts]") {
  const ScriptPolicy policy{.on_change = {"/a"}, .on_trouble = {"/t"}};
  ScriptQueue queue{policy, {}};
  Random random{1};
  ServerBook servers{{}, TimePoint{1h}};
  ExchangeId last_id = 0;
  std::vector<Action> actions;
  Turn turn{TimePoint{1h}, random, servers, last_id, actions};
  queue.published({"d.example.com",
                   {name("h.d.example.com"), RrType::txt},
                   {},
                   {60s, {std::string{"\x0b$(reboot);`x`"}}},
                   {"ns1", 53},
                   {}});
  queue.trouble("d.example.com", "ns1 says \"$(reboot)`;|&<>\n\x1b[2J\"");
  queue.step(turn);
  for (int i = 0; i < 2; ++i) {
    REQUIRE(actions.size() == 1);
    const auto action = std::get<RunScript>(actions.front());
    actions.clear();
    for (const auto& [key, value] : action.variables) {
      INFO(key << '=' << value);
      CHECK(value.find_first_of("$`\"'\\&|<>\n\x1b*~!#{}%") == std::string::npos);
    }
    CHECK(queue.ended({action.id, {}}, turn));
    queue.step(turn);
  }
}
