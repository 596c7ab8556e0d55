// SPDX-License-Identifier: MIT
#include "core/template.h"
#include "support/catch.h"

using namespace nsfollow::core;

namespace {

using Texts = std::vector<const char*>;
const AddressMark v4{0, Family::ipv4, {}}, v6{0, Family::ipv6, {}};
const AddressMark v6_prefix{0, Family::ipv6, 64};

std::string expanded(const Template& text, const Texts& ipv4, const Texts& ipv6 = {},
                     RrType type = RrType::txt) {
  return expand(text, type, [&](const AddressMark& mark) {
    std::vector<IpAddress> all;
    for (const auto* each : mark.family == Family::ipv4 ? ipv4 : ipv6)
      all.push_back(*IpAddress::parse(each));
    return all;
  });
}

}  // namespace

TEST_CASE("the word around a mark stands once for each address", "[template]") {
  const Template spf{{"v=spf1 ip4:", v4, " ip6:", v6, "/64 -all"}};
  CHECK(expanded(spf, {"192.0.2.7"}, {"2001:db8::7"}) ==
        "v=spf1 ip4:192.0.2.7 ip6:2001:db8::7/64 -all");
  CHECK(expanded(spf, {"192.0.2.7", "192.0.2.8"}) == "v=spf1 ip4:192.0.2.7 ip4:192.0.2.8 -all");
  CHECK(expanded(spf, {}) == "v=spf1 -all");
}

TEST_CASE("the prefix of an address may stand for it", "[template]") {
  const Template spf{{"ip6:", v6_prefix, " -all"}};
  CHECK(expanded(spf, {}, {"2001:db8:1:2:3::7"}) == "ip6:2001:db8:1:2::/64 -all");
}

TEST_CASE("quotes around a text stay around it", "[template]") {
  const Template at_the_end{{"\"a ", v4, "\""}}, at_the_begin{{"\"", v4, " b\""}};
  const Template both{{"\"", v4, "\" \"c\""}}, escaped{{"\\\"x", v4, "\\\" z"}};
  CHECK(expanded(at_the_end, {"192.0.2.7", "192.0.2.8"}) == "\"a 192.0.2.7 192.0.2.8\"");
  CHECK(expanded(at_the_end, {}) == "\"a\"");
  CHECK(expanded(at_the_begin, {"192.0.2.7", "192.0.2.8"}) == "\"192.0.2.7 192.0.2.8 b\"");
  CHECK(expanded(at_the_begin, {}) == "\"b\"");
  CHECK(expanded(both, {"192.0.2.7"}) == "\"192.0.2.7\" \"c\"");
  CHECK(expanded(escaped, {"192.0.2.7", "192.0.2.8"}) == "\\\"x192.0.2.7\\\" \\\"x192.0.2.8\\\" z");
}

TEST_CASE("an escaped blank parts no words", "[template]") {
  const Template text{{"a\\ ", v4, "\\ b c"}};
  CHECK(expanded(text, {"192.0.2.7", "192.0.2.8"}) == "a\\ 192.0.2.7\\ b a\\ 192.0.2.8\\ b c");
  CHECK(expanded(text, {}) == "c");
}

TEST_CASE("the hints of a service stand side by side, or not at all", "[template]") {
  const Template hints{{"1 . alpn=h2 ipv4hint=", v4, " ipv6hint=\"", v6, "\" port=443"}};
  CHECK(expanded(hints, {"192.0.2.7", "192.0.2.8"}, {"2001:db8::7"}, RrType::https) ==
        "1 . alpn=h2 ipv4hint=192.0.2.7,192.0.2.8 ipv6hint=\"2001:db8::7\" port=443");
  CHECK(expanded(hints, {}, {}, RrType::svcb) == "1 . alpn=h2 port=443");
}

TEST_CASE("two hosts share a hint", "[template]") {
  const Template text{{"1 . ipv4hint=", v4, ",", v4}};
  CHECK(expanded(text, {"192.0.2.7"}, {}, RrType::https) == "1 . ipv4hint=192.0.2.7,192.0.2.7");
  CHECK(expanded(text, {"192.0.2.7", "192.0.2.8"}, {}, RrType::https) ==
        "1 . ipv4hint=192.0.2.7,192.0.2.8,192.0.2.7,192.0.2.8");
  const Template with_fixed{{"1 . ipv4hint=", v4, ",192.0.2.9"}};
  CHECK(expanded(with_fixed, {}, {}, RrType::https) == "1 .");
}

TEST_CASE("two addresses in one word stand or go together", "[template]") {
  const Template text{{"a ", v4, "-", v6, "; b"}};
  CHECK(expanded(text, {"192.0.2.7", "192.0.2.8"}, {"2001:db8::7", "2001:db8::8"}) ==
        "a 192.0.2.7-2001:db8::7; 192.0.2.8-2001:db8::7; b");
  CHECK(expanded(text, {"192.0.2.7"}, {}) == "a b");
  CHECK(expanded(text, {}, {"2001:db8::7"}) == "a b");
}

TEST_CASE("blanks stay as they are, but for those of a word that goes", "[template]") {
  CHECK(expanded({{"a  ", v4, "  "}}, {"192.0.2.7"}) == "a  192.0.2.7");
  CHECK(expanded({{"a  ", v4, "   b"}}, {}) == "a  b");
  CHECK(expanded({{v4}}, {"192.0.2.7", "192.0.2.8"}) == "192.0.2.7 192.0.2.8");
  CHECK(expanded({{v4}}, {}) == "");
  CHECK(expanded({{"\"as it  is\""}}, {}) == "\"as it  is\"");
  CHECK(expanded({{"\"\" \"b\""}}, {}) == "\"\" \"b\"");
}
