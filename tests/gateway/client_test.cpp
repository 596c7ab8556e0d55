// SPDX-License-Identifier: MIT
// The client against a gateway that may lie, in a private network: the port cannot be chosen.
#include "gateway/client.h"
#include "gateway/asker.h"
#include "gateway/scripted_gateway.h"
#include "support/netns.h"

using namespace nsfollow;
using namespace nsfollow::test;

namespace {

using Reply = ScriptedGateway::Reply;
using Replies = std::vector<Reply>;

struct Stage {
  explicit Stage(const gateway::Timings& timings = patient())
      : asker(timings), gateway(asker.loop) {}

  // By protocol; a deletion of a mapping is answered well.
  void answer(std::function<Replies()> by_nat_pmp, std::function<Replies(const Buffer&)> by_pcp) {
    gateway.script = [by_nat_pmp = std::move(by_nat_pmp),
                      by_pcp = std::move(by_pcp)](const Buffer& request) -> Replies {
      if (is_nat_pmp(request)) return by_nat_pmp();
      if (is_deletion(request)) return {{pcp_map_answer(request, "5.6.7.8")}};
      return by_pcp(request);
    };
  }
  void wait_for_deletion() {
    asker.wait([this] { return gateway.count(is_deletion) > 0; });
  }

  Asker asker;
  ScriptedGateway gateway;
};

Replies nothing() { return {}; }
Replies no_pcp(const Buffer&) { return {}; }
Replies wrong_version() { return {{nat_pmp_unsupported_version()}}; }

}  // namespace

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
  Stage stage{quick()};
  const auto began = Clock::now();
  const auto told = stage.asker.ask();
  CHECK(Clock::now() - began >= 200ms);
  CHECK(told.why_not == "no answer in 0.2 s");
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
  Stage stage;
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

TEST_CASE("a gateway that speaks PCP alone is asked by PCP at once, and the mapping is deleted") {
  if (!enter_private_network()) return;
  auto timings = patient();
  timings.first_pause = 5s;  // nothing is asked twice
  const auto refusal =
      GENERATE(nat_pmp_unsupported_version(), pcp_header(2, 128, 1), pcp_header(2, 128, 1, 1800),
               nat_pmp("0.0.0.0", 7, 5), pcp_header(3, 128, 1));
  Stage stage{timings};
  stage.answer(
      [&]() -> Replies { return {{refusal}}; },
      [](const Buffer& request) -> Replies { return {{pcp_map_answer(request, "5.6.7.8")}}; });
  const auto told = stage.asker.ask();
  CHECK(told.address == address("5.6.7.8"));
  CHECK(told.epoch == 1000s);
  CHECK(told.by == "127.0.0.1 (PCP)");
  stage.wait_for_deletion();
  const auto& requests = stage.gateway.requests;
  REQUIRE(requests.size() == 3);
  CHECK(is_nat_pmp(requests[0]));
  CHECK(requests[1][7] == 30);
  CHECK(Octets{requests[1]}.subspan(8, 16)[12] == 127);  // the client's address
  // The deletion is of the same mapping.
  auto deletion = requests[1];
  deletion[7] = 0;
  CHECK(requests[2] == deletion);
}

TEST_CASE("a gateway that speaks PCP alone and swallows NAT-PMP is found") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer(nothing, [](const Buffer& request) -> Replies {
    return {{pcp_map_answer(request, "5.6.7.8")}};
  });
  CHECK(stage.asker.ask().by == "127.0.0.1 (PCP)");
}

TEST_CASE("each question by PCP has a nonce of its own") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer(wrong_version, [](const Buffer& request) -> Replies {
    return {{pcp_map_answer(request, "5.6.7.8")}};
  });
  const auto nonce = [&] {
    stage.gateway.requests.clear();
    stage.asker.ask();
    const auto& map = stage.gateway.requests.at(1);
    return Buffer(map.begin() + 24, map.begin() + 36);
  };
  const auto first = nonce();
  CHECK(first != Buffer(12));
  CHECK(first != nonce());
}

TEST_CASE("an answer to another mapping is ignored, and the true answer behind it is heard") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer(wrong_version, [](const Buffer& request) -> Replies {
    const auto lie = pcp_map_answer(request, "6.6.6.6");
    Replies replies;
    for (const std::size_t at : {0U, 1U, 24U, 35U, 36U, 40U, 41U})
      replies.push_back({with(lie, at, lie[at] ^ 0x11U)});
    replies.push_back({Buffer(lie.begin(), lie.end() - 4)});
    auto longer = lie;
    longer.resize(1104);
    replies.push_back({longer});
    replies.push_back({nat_pmp("6.6.6.6")});  // it said before that it does not speak that
    replies.push_back({pcp_map_answer(request, "5.6.7.8"), 10ms});
    return replies;
  });
  CHECK(stage.asker.ask().address == address("5.6.7.8"));
}

TEST_CASE("a slow gateway of NAT-PMP is heard though it rejects PCP meanwhile") {
  if (!enter_private_network()) return;
  Stage stage;
  int rejected = 0;
  stage.answer(
      []() -> Replies {
        return {{nat_pmp("5.6.7.8"), 150ms}};
      },
      [&rejected](const Buffer&) -> Replies {
        ++rejected;
        return {{nat_pmp_unsupported_version()}};
      });
  const auto told = stage.asker.ask();
  CHECK(told.by == "127.0.0.1 (NAT-PMP)");
  CHECK(rejected == 1);
  stage.asker.pass(50ms);
  CHECK(stage.gateway.count(is_deletion) == 0);
}

TEST_CASE("a gateway that speaks neither says so") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer([]() -> Replies { return {{pcp_header(1, 128, 1)}}; },
               [](const Buffer&) -> Replies { return {{pcp_header(1, 129, 1)}}; });
  CHECK(stage.asker.ask().why_not == "it speaks neither NAT-PMP nor version 2 of PCP");
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

TEST_CASE("a refusal by PCP is final where NAT-PMP is not spoken, else it waits for the other") {
  if (!enter_private_network()) return;
  const auto refuse = [](const Buffer& request) -> Replies {
    return {{pcp_map_answer(request, "5.6.7.8", 2)}};
  };
  SECTION("not spoken") {
    Stage stage;
    stage.answer(wrong_version, refuse);
    const auto told = stage.asker.ask();
    CHECK(told.why_not == "it refuses: not authorized");
    CHECK(told.by == "127.0.0.1 (PCP)");
    stage.asker.pass(50ms);
    CHECK(stage.gateway.count(is_deletion) == 0);
  }
  SECTION("silent") {
    Stage stage{quick()};
    stage.answer(nothing, refuse);
    CHECK(stage.asker.ask().why_not == "it refuses: not authorized");
  }
  SECTION("slow") {
    Stage stage;
    stage.answer([]() -> Replies { return {{nat_pmp("5.6.7.8"), 150ms}}; }, refuse);
    CHECK(stage.asker.ask().address == address("5.6.7.8"));
  }
}

TEST_CASE("a gateway without a public address says so by either protocol") {
  if (!enter_private_network()) return;
  Stage stage;
  SECTION("NAT-PMP") {
    stage.answer([]() -> Replies { return {{nat_pmp("0.0.0.0")}}; }, no_pcp);
    CHECK(stage.asker.ask().why_not == "it has no public address now");
  }
  SECTION("PCP") {
    const auto* none = GENERATE("0.0.0.0", "::");
    stage.answer(wrong_version, [none](const Buffer& request) -> Replies {
      return {{pcp_map_answer(request, none)}};
    });
    CHECK(stage.asker.ask().why_not == "it has no public address now");
    stage.wait_for_deletion();
  }
  SECTION("PCP, of another family") {
    stage.answer(wrong_version, [](const Buffer& request) -> Replies {
      return {{pcp_map_answer(request, "2a00:1234::1")}};
    });
    CHECK(stage.asker.ask().why_not == "it told 2a00:1234::1, which is not IPv4");
  }
}

TEST_CASE("a deletion is sent again until it is answered, but not for ever") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.gateway.script = [&](const Buffer& request) -> Replies {
    if (is_nat_pmp(request)) return {{nat_pmp_unsupported_version()}};
    if (!is_deletion(request)) return {{pcp_map_answer(request, "5.6.7.8")}};
    // That the mapping was made, once more: not what was asked.
    return {{pcp_map_answer(request, "5.6.7.8", 0, 30)}};
  };
  SECTION("never") {
    stage.asker.ask();
    stage.asker.pass(200ms);
    CHECK(stage.gateway.count(is_deletion) == 3);
  }
  SECTION("the second time") {
    stage.gateway.script = [&, script = stage.gateway.script](const Buffer& request) -> Replies {
      if (stage.gateway.count(is_deletion) < 2) return script(request);
      return {{pcp_map_answer(request, "5.6.7.8")}};
    };
    stage.asker.ask();
    stage.asker.pass(200ms);
    CHECK(stage.gateway.count(is_deletion) == 2);
  }
  CHECK(stage.asker.told.size() == 1);
}

TEST_CASE("an abandoned question tells nothing any more, and leaves no mapping") {
  if (!enter_private_network()) return;
  Stage stage;
  stage.answer(wrong_version, no_pcp);
  const auto id = stage.asker.start();
  stage.asker.wait([&] { return stage.gateway.count(is_pcp_map) > 0; });
  SECTION("by word") { stage.asker.client->abandon(id); }
  SECTION("with the client") { stage.asker.client.reset(); }
  stage.wait_for_deletion();
  stage.asker.pass(50ms);
  CHECK(stage.gateway.count(is_deletion) == 1);
  CHECK(stage.asker.told.empty());
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
