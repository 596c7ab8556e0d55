// SPDX-License-Identifier: MIT
#include "dns/resolv_conf.h"
#include <cstring>
#include <fstream>
#include "support/catch.h"

using namespace nsfollow;

namespace {

std::vector<std::string> resolvers(std::string_view text) {
  std::vector<std::string> all;
  for (const auto& one : dns::parse_resolv_conf(text)) all.push_back(one.address_text());
  return all;
}

using All = std::vector<std::string>;

}  // namespace

TEST_CASE("the resolvers are those that resolv.conf names, in its order") {
  CHECK(resolvers("# by somebody\nsearch example.com\nnameserver 192.0.2.1\n"
                  "options timeout:30 attempts:9 rotate\nnameserver\t2001:db8::1 \r\n"
                  "nameserver 127.0.0.53") == All{"192.0.2.1", "2001:db8::1", "127.0.0.53"});
}

TEST_CASE("a resolver on this link is reached by its interface") {
  const auto found = dns::parse_resolv_conf("nameserver fe80::1%lo\n", 5353);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == *uv::Endpoint::literal("fe80::1%lo", 5353));
  sockaddr_in6 address{};
  std::memcpy(&address, found[0].raw(), sizeof address);
  CHECK(address.sin6_scope_id == 1);
}

TEST_CASE("no more than three resolvers are asked") {
  CHECK(resolvers("nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
                  "nameserver 192.0.2.4\n") == All{"192.0.2.1", "192.0.2.2", "192.0.2.3"});
}

TEST_CASE("what names no address is passed over, and where nothing is left this machine is asked") {
  const All local{"127.0.0.1"};
  CHECK(resolvers("") == local);
  CHECK(resolvers("nameserver\nnameserver \nnameserver ns1.example.com\nnameserver192.0.2.1\n") ==
        local);
  CHECK(resolvers(" nameserver 192.0.2.1\n;nameserver 192.0.2.1\n#nameserver 192.0.2.1") == local);
  CHECK(resolvers(std::string(100'000, 'n')) == local);
}

TEST_CASE("a resolv.conf that is not there, or no file, names nobody") {
  const std::vector local{*uv::Endpoint::literal("127.0.0.1", 53)};
  CHECK(dns::read_resolv_conf("/nonexistent/resolv.conf") == local);
  CHECK(dns::read_resolv_conf("/") == local);
  CHECK(dns::read_resolv_conf("/dev/null") == local);
}
