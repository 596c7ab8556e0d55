// SPDX-License-Identifier: MIT
// The client where PCP has a part: gateways that speak it alone, or beside NAT-PMP.
#include "gateway/client.h"
#include "gateway/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

TEST_CASE("a gateway that speaks PCP alone is asked by PCP at once, and the mapping is deleted") {
  if (!enter_private_network()) return;
  const auto refusal =
      GENERATE(nat_pmp_unsupported_version(), pcp_header(2, 128, 1), pcp_header(2, 128, 1, 1800),
               nat_pmp("0.0.0.0", 7, 5), pcp_header(3, 128, 1));
  Stage stage{asked_once()};
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

TEST_CASE("an answer by PCP counts though a rejection before it seemed to mean PCP") {
  if (!enter_private_network()) return;
  Stage stage;
  int asked = 0;
  stage.answer(
      [&asked]() -> Replies { return ++asked < 3 ? nothing() : wrong_version(); },
      [](const Buffer& request) -> Replies { return {{pcp_map_answer(request, "5.6.7.8")}}; });
  CHECK(stage.asker.ask().by == "127.0.0.1 (PCP)");
  CHECK(asked >= 3);
  stage.wait_for_deletion();
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
      [&rejected]() -> Replies {
        if (rejected == 0) return {};
        return {{nat_pmp("5.6.7.8")}};
      },
      [&rejected](const Buffer&) -> Replies {
        ++rejected;
        return {{nat_pmp_unsupported_version()}};
      });
  const auto told = stage.asker.ask();
  CHECK(told.by == "127.0.0.1 (NAT-PMP)");
  CHECK(rejected >= 1);
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

TEST_CASE("a refusal by PCP is final where NAT-PMP is not spoken, else it waits for the other") {
  if (!enter_private_network()) return;
  int refused = 0;
  const auto refuse = [&refused](const Buffer& request) -> Replies {
    ++refused;
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
    Stage stage{unhurried()};
    stage.answer(nothing, refuse);
    CHECK(stage.asker.ask().why_not == "it refuses: not authorized");
  }
  SECTION("slow") {
    Stage stage;
    stage.answer(
        [&refused]() -> Replies {
          if (refused == 0) return {};
          return {{nat_pmp("5.6.7.8")}};
        },
        refuse);
    const auto told = stage.asker.ask();
    CHECK(told.address == address("5.6.7.8"));
    CHECK(refused >= 1);
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
  auto timings = patient();
  timings.first_pause = 150ms;
  Stage stage{timings};
  stage.gateway.script = [&](const Buffer& request) -> Replies {
    if (is_nat_pmp(request)) return {{nat_pmp_unsupported_version()}};
    if (!is_deletion(request)) return {{pcp_map_answer(request, "5.6.7.8")}};
    // That the mapping was made, once more: not what was asked.
    return {{pcp_map_answer(request, "5.6.7.8", 0, 30)}};
  };
  SECTION("never") {
    stage.asker.ask();
    stage.asker.wait([&] { return stage.gateway.count(is_deletion) == 3; });
    stage.asker.pass(200ms);
    CHECK(stage.gateway.count(is_deletion) == 3);
  }
  SECTION("the second time") {
    stage.gateway.script = [&, script = stage.gateway.script](const Buffer& request) -> Replies {
      if (stage.gateway.count(is_deletion) < 2) return script(request);
      return {{pcp_map_answer(request, "5.6.7.8")}};
    };
    stage.asker.ask();
    stage.asker.wait([&] { return stage.gateway.count(is_deletion) == 2; });
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
