// SPDX-License-Identifier: MIT
// Keys with truncated MACs (RFC 8945, section 5.2.2.1) against a real BIND.
#include "dns/caller.h"
#include "support/named.h"

using namespace nsfollow;
using namespace nsfollow::test;
using core::Outcome;

namespace {

core::Server at(const Named& named) { return {"127.0.0.1", named.port()}; }

}  // namespace

TEST_CASE("a key with truncated MACs works, and so does the whole MAC of the same key") {
  if (!Named::is_installed()) return;
  const Named named;
  const auto key = a_of("short.example.test");
  const auto update = [&](std::uint16_t bits, const core::Rrset& from, const char* to) {
    auto of = Named::short_key();
    of.mac_bits = bits;
    Caller caller{std::move(of), at(named)};
    const auto reply = caller.update({{key, from, rrset({to})}});
    INFO(reply.detail);
    CHECK(reply.outcome == Outcome::done);
    CHECK(caller.read(key) == rrset({to}));
  };
  update(256, {}, "5.6.7.8");
  update(0, rrset({"5.6.7.8"}), "5.6.7.9");
  update(384, rrset({"5.6.7.9"}), "5.6.7.10");
  SECTION("BADTIME of such a key is believed, too") {
    Caller caller{Named::short_key(), at(named)};
    caller.clock = core::ServerClock{WallTime{std::chrono::seconds{86400}}, Clock::now()};
    const auto reply = caller.update({{key, {}, rrset({"5.6.7.8"})}});
    CHECK(reply.outcome == Outcome::bad_time);
    CHECK(reply.clock);
  }
}

TEST_CASE("truncated MACs for a server that wants them whole are BADTRUNC") {
  if (!Named::is_installed()) return;
  const Named named;
  auto key = Named::key(core::TsigAlgorithm::hmac_sha512);
  key.mac_bits = 256;
  Caller caller{std::move(key), at(named)};
  const auto reply = caller.update({{a_of("host.example.test"), {}, rrset({"5.6.7.8"})}});
  CHECK(reply.outcome == Outcome::bad_truncation);
  INFO(reply.detail);
  Caller whole{Named::key(core::TsigAlgorithm::hmac_sha512), at(named)};
  CHECK(whole.read(a_of("host.example.test")).empty());
}
