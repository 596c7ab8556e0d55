// SPDX-License-Identifier: MIT
// The client against a gateway that may lie, in a private network: the port cannot be chosen.
#include "gateway/client.h"
#include "gateway/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

TEST_CASE("a gateway that speaks NAT-PMP tells its address, and no mapping is made") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer([]() -> Replies { return {{nat_pmp("5.6.7.8", 77)}}; }, no_pcp);
  const auto told = stage.asker.ask();
  CHECK(told.address == address("5.6.7.8"));
  CHECK(told.epoch == 77s);
  CHECK(told.by == "127.0.0.1 (NAT-PMP)");
  CHECK(stage.gateway.requests == std::vector<Buffer>{{0, 0}});
}

TEST_CASE("a lost question is asked again, and a late answer is heard once") {
  if (!enter_private_network()) return;
  Stage stage;
  int asked = 0;
  stage.answer(
      [&asked]() -> Replies {
        if (++asked == 1) return {};
        return {{nat_pmp("5.6.7.8"), 30ms}, {nat_pmp("5.6.7.9"), 31ms}};
      },
      no_pcp);
  CHECK(stage.asker.ask().address == address("5.6.7.8"));
  CHECK(asked >= 2);
  stage.asker.pass(50ms);
  CHECK(stage.asker.told.size() == 1);
}

TEST_CASE("a silent gateway is asked by NAT-PMP alone first, then by both, then given up") {
  if (!enter_private_network()) return;
  Stage stage{unhurried()};
  const auto began = Clock::now();
  const auto told = stage.asker.ask();
  CHECK(Clock::now() - began >= 1s);
  CHECK(told.why_not == "no answer in 1 s");
  CHECK(told.by == "127.0.0.1");
  CHECK_FALSE(told.epoch);
  const auto& requests = stage.gateway.requests;
  REQUIRE(requests.size() >= 4);
  CHECK(is_nat_pmp(requests[0]));
  CHECK(is_nat_pmp(requests[1]));
  CHECK(is_nat_pmp(requests[2]));
  CHECK(is_pcp_map(requests[3]));
  CHECK_FALSE(is_deletion(requests[3]));
  // Whatever it made of that is not left behind.
  stage.wait_for_deletion();
}

TEST_CASE("a closed port ends the question at once") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.gateway.stop_listening();
  CHECK_THAT(stage.asker.ask().why_not, ContainsSubstring("neither NAT-PMP nor PCP"));
}

TEST_CASE("what is no answer is ignored, and the true answer behind it is heard") {
  if (!enter_private_network()) return;
  Stage stage{asked_once()};
  const auto good = nat_pmp("5.6.7.8");
  auto longer = good;
  longer.push_back(0);
  const std::vector<Buffer> lies{
      {},
      {0},
      Buffer(good.begin(), good.end() - 1),
      longer,
      Buffer(1101, 0),
      Buffer(5000, 0x80),
      with(nat_pmp("6.6.6.6"), 0, 1),
      with(nat_pmp("6.6.6.6"), 1, 0),
      with(nat_pmp("6.6.6.6"), 1, 129),
      pcp_announcement(),
      pcp_header(2, 128, 2),
      pcp_map_answer(Buffer(60), "6.6.6.6"),
  };
  stage.answer(
      [&]() -> Replies {
        Replies replies;
        for (const auto& lie : lies) replies.push_back({lie});
        replies.push_back({good, 10ms});
        return replies;
      },
      no_pcp);
  CHECK(stage.asker.ask().address == address("5.6.7.8"));
  CHECK(stage.gateway.requests.size() == 1);
}

TEST_CASE("an answer from another address or port is not believed") {
  if (!enter_private_network()) return;
  const auto stranger = GENERATE(Reply{nat_pmp("6.6.6.6"), 0ms, "127.0.0.2", 5351},
                                 Reply{nat_pmp("6.6.6.6"), 0ms, "127.0.0.1", 5350},
                                 Reply{nat_pmp_unsupported_version(), 0ms, "127.0.0.2", 5351});
  SECTION("beside the true one") {
    Stage stage;
    stage.answer([&]() -> Replies { return {stranger, {nat_pmp("5.6.7.8"), 10ms}}; }, no_pcp);
    CHECK(stage.asker.ask().address == address("5.6.7.8"));
  }
  SECTION("alone") {
    Stage stage{quick()};
    stage.answer([&]() -> Replies { return {stranger}; }, no_pcp);
    CHECK(stage.asker.ask().why_not == "no answer in 0.2 s");
  }
}

TEST_CASE("a refusal by NAT-PMP is told at once, with its reason") {
  if (!enter_private_network()) return;
  const auto [code, words] = GENERATE(
      std::pair{2U, "it refuses: not authorized"},
      std::pair{3U, "it has no public address now: network failure"},
      std::pair{4U, "it is out of resources"}, std::pair{99U, "it refuses with result code 99"});
  Stage stage;
  stage.answer([code = code]() -> Replies { return {{nat_pmp("5.6.7.8", 9, code)}}; }, no_pcp);
  const auto told = stage.asker.ask();
  CHECK(told.why_not == words);
  CHECK(told.epoch == 9s);
}

TEST_CASE("an answer that is not told yet can be abandoned") {
  if (!enter_private_network()) return;
  Stage stage;
  const auto id = stage.asker.start("2a00:1234::1");
  stage.asker.client->abandon(id);
  stage.asker.pass(20ms);
  CHECK(stage.asker.told.empty());
}

TEST_CASE("whoever hears an answer may ask and abandon within it") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer([]() -> Replies { return {{nat_pmp("5.6.7.8")}}; }, no_pcp);
  stage.asker.on_event = [&] {
    for (core::ExchangeId id = 1; id <= 9; ++id) stage.asker.client->abandon(id);
    if (stage.asker.told.size() < 3) stage.asker.start();
  };
  for (int i = 0; i < 4; ++i) stage.asker.start();
  stage.asker.wait([&] { return stage.asker.told.size() == 3; });
  stage.asker.pass(20ms);
  CHECK(stage.asker.told.size() == 3);
}

TEST_CASE("two gateways are asked side by side") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer([]() -> Replies { return {{nat_pmp("5.6.7.8"), 20ms}}; }, no_pcp);
  const auto slow = stage.asker.start();
  const auto closed = stage.asker.start("127.0.0.9");
  stage.asker.wait([&] { return stage.asker.told.size() == 2; });
  CHECK(stage.asker.told[0].id == closed);
  CHECK(stage.asker.told[1].id == slow);
  CHECK(stage.asker.told[1].address);
}

TEST_CASE("a gateway of IPv6 is not asked") {
  if (!enter_private_network()) return;
  Asker asker;
  CHECK(asker.ask("fe80::1").why_not == "it is not a gateway of IPv4");
}
