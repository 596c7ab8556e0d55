// SPDX-License-Identifier: MIT
// A lease asked of a real BIND, which takes the update and says nothing of it.
#include "dns/caller.h"
#include "support/named.h"

using namespace nsfollow;
using namespace nsfollow::test;

TEST_CASE("BIND takes an update that asks for a lease, by any carrier, and grants none") {
  if (!Named::is_installed()) return;
  const Named named;
  Caller caller{Named::key(core::TsigAlgorithm::hmac_sha256), {"127.0.0.1", named.port()}};
  for (const auto carrier : {core::Carrier::udp, core::Carrier::tcp}) {
    caller.transport.carrier = carrier;
    const auto key = a_of(carrier == core::Carrier::udp ? "udp.example.test" : "tcp.example.test");
    const auto reply = caller.update({{key, {}, rrset({"5.6.7.8"})}}, std::chrono::hours{1});
    CHECK(reply.outcome == core::Outcome::done);
    CHECK(reply.detail.empty());  // at the first try
    CHECK(reply.carrier == carrier);
    CHECK_FALSE(reply.lease);
    CHECK(caller.read(key) == rrset({"5.6.7.8"}));
  }
}
