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
  saved.echo_waits["https://echo.example/?a=b c%20\xc3\xbc"] = 30min;
  saved.echo_waits["http://checkip.example/"] = 0s;
  saved.echo_early_wait = 299'999ms;
  saved.echo_agreements[{core::Family::ipv4, ""}] = {*core::IpAddress::parse("192.0.2.7"), ""};
  saved.echo_agreements[{core::Family::ipv4, "-"}] = {*core::IpAddress::parse("192.0.2.8"), "-"};
  saved.echo_agreements[{core::Family::ipv6, "a\n\x1b b%"}] = {
      *core::IpAddress::parse("2001:db8::7"), {"ppp0 \0 via", 10}};
  saved.script_due.push_back({"d.example.com",
                              {name("host1.d.example.com"), core::RrType::a},
                              {300s, {{"\xc0\x00\x02\x06", 4}}},
                              {300s, {{"\xc0\x00\x02\x07", 4}, {"\xc0\x00\x02\x08", 4}}},
                              {"ns1.example.com", 53},
                              4294967295U});
  saved.script_due.push_back(
      {".", {name("x.example"), core::RrType::txt}, {}, {}, {"::1", 5353}, {}});
  auto& picture = saved.published["d.example.com"];
  picture[{name("host1.d.example.com"), core::RrType::a}] = {
      300s, {{"\xc0\x00\x02\x07", 4}, {"\xc0\x00\x02\x08", 4}}};
  picture[{name("host1.d.example.com"), core::RrType::aaaa}] = {};  // known to be absent
  picture[{name("*.d.example.com"), static_cast<core::RrType>(65280)}] = {60s, {""}};
  saved.published["empty.example.com"];
  saved.published["."];
  return saved;
}

}  // namespace nsfollow::test
