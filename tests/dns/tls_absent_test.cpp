// SPDX-License-Identifier: MIT
// Where there is no libssl (NSFOLLOW_TLS=OFF).
#include "dns/stage.h"

using namespace nsfollow;
using namespace nsfollow::test;

TEST_CASE("a program without TLS says so, and sends nothing in clear instead") {
  Stage stage;
  stage.caller.transport.carrier = core::Carrier::tls;
  stage.caller.transport.trust.proof = GENERATE(
      core::TlsTrust::Proof::name, core::TlsTrust::Proof::pins, core::TlsTrust::Proof::nobody);
  const auto reply = stage.update();
  CHECK(reply.outcome == Outcome::untrusted);
  CHECK(reply.detail == "this program was built without TLS (TLS)");
  CHECK(stage.server.datagrams() == 0);
  CHECK(stage.server.connections() == 0);
}
