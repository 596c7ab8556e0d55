// SPDX-License-Identifier: MIT
// Something worth saving.
#pragma once
#include "core/saved.h"

namespace nsfollow::test {

inline core::DnsName name(const char* text) { return *core::DnsName::parse(text); }

inline core::Saved example() {
  using namespace std::chrono_literals;
  core::Saved saved;
  saved.in_use = true;
  saved.tokens[{"ns1.example.com", 53}] = 29;
  saved.tokens[{"2001:db8::53", 5353}] = 0;
  auto& picture = saved.published[name("d.example.com")];
  picture[{name("host1.d.example.com"), core::RrType::a}] = {
      300s, {{"\xc0\x00\x02\x07", 4}, {"\xc0\x00\x02\x08", 4}}};
  picture[{name("host1.d.example.com"), core::RrType::aaaa}] = {};  // known to be absent
  picture[{name("*.d.example.com"), static_cast<core::RrType>(65280)}] = {60s, {""}};
  saved.published[name("empty.example.com")];
  saved.published[name(".")];
  return saved;
}

}  // namespace nsfollow::test
