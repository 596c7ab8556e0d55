// SPDX-License-Identifier: MIT
#include "base/secret.h"
#include <algorithm>
#include <array>
#include <string>
#include <type_traits>
#include "support/catch.h"

using namespace nsfollow;

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

TEST_CASE("a buffer that held a secret on its way is wiped") {
  std::vector<std::uint8_t> bytes(64, 0x5a);
  Secret::wipe(bytes);
  CHECK(std::ranges::count(bytes, 0) == 64);
  std::string text = "c2VjcmV0";
  Secret::wipe(text);
  CHECK(text == std::string(8, '\0'));
  std::array<std::uint32_t, 4> words{1, 2, 3, 4};
  Secret::wipe(words);
  CHECK(words == std::array<std::uint32_t, 4>{});
  std::string empty;
  Secret::wipe(empty);
}

TEST_CASE("a secret is moved and never copied") {
  Secret one{std::vector<std::uint8_t>{1, 2, 3}};
  const auto* const where = one.bytes().data();
  Secret two = std::move(one);
  CHECK(two.bytes().data() == where);
  Secret three;
  three = std::move(two);
  CHECK(three.bytes().data() == where);
  CHECK(three == Secret{std::vector<std::uint8_t>{1, 2, 3}});
}
