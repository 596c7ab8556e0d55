// SPDX-License-Identifier: MIT
#include "core/reverse.h"
#include "support/catch.h"

using namespace nsfollow::core;

TEST_CASE("an address's PTR record has its digits backwards", "[reverse]") {
  const auto reverse = [](const char* text) {
    return reverse_name(*IpAddress::parse(text)).to_text();
  };
  CHECK(reverse("5.6.7.80") == "80.7.6.5.in-addr.arpa");
  CHECK(reverse("255.0.0.1") == "1.0.0.255.in-addr.arpa");
  // RFC 3596 2.5
  CHECK(reverse("4321:0:1:2:3:4:567:89ab") ==
        "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa");
}
