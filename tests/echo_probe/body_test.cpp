// SPDX-License-Identifier: MIT
#include "echo_probe/body.h"
#include "echo_probe/json.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace std::string_literals;
using echo_probe::address_in;
using echo_probe::Wish;

namespace {

const Wish any{}, ipv4{core::Family::ipv4, ""}, ipv6{core::Family::ipv6, ""};
const Wish json{core::Family::ipv4, "ip"};

std::string text(const std::string& body, const Wish& wish) {
  const auto found = address_in(body, wish);
  return found ? found->to_text() : found.error();
}

const std::string head = "<html><head><title>Current IP Check</title></head><body>";
const std::string dyndns = head + "Current IP Address: 5.6.7.8</body></html>";

struct Hostile {
  std::string body, refusal;  // the refusal begins so
};

const auto no_address = "what came is no address: "s,
           several = "what came has several addresses: "s,
           dressed = "what came is IPv4 dressed as IPv6: "s, empty = "the page is empty"s,
           no_form = "what came is a page without a known form: "s,
           unsound = "what came is no sound JSON object"s;

const std::vector<Hostile> plain_bodies{
    {"", empty},
    {" \r\n\t\n ", empty},
    {"\0"s, no_address + "\"\\x00\""},
    {"5.6.7.8\0"s, no_address},
    {"5.6.7.8\0 5.6.7.9"s, no_address},
    {"\0"
     "5.6.7.8"s,
     no_address},
    {"\xef\xbb\xbf"
     "5.6.7.8",
     no_address + "\"\\xef\\xbb\\xbf5.6.7.8\""},
    {"\xff\xfe"
     "5\0.\0"s,
     no_address},
    {"5.6.7.8 5.6.7.9", several},
    {"5.6.7.8\n5.6.7.9\n", several},
    {"5.6.7.8, 10.0.0.1", several},
    {"5.6.7.8\n2a00:1234::1\n", several},
    {"5.6.7.8,5.6.7.8", several},
    {"2a00:1234::1%eth0", no_address},
    {"fe80::1%1", no_address},
    {"010.0.0.1", no_address},
    {"5.6.7.08", no_address},
    {"005.006.007.008", no_address},
    {"1.2.3", no_address},
    {"1.2.3.4.5", no_address},
    {"1.2.3.", no_address},
    {".1.2.3.4", no_address},
    {"1..2.3", no_address},
    {"1.2.3.256", no_address},
    {"1.2.3.-4", no_address},
    {"+1.2.3.4", no_address},
    {"1e3.1", no_address},
    {"0x7f.1", no_address},
    {"0x05060708", no_address},
    {"84281096", no_address},
    {"5.6.7." + std::string(300, '8'), no_address + "\"5.6.7.888"},
    {"5,6,7,8", no_address},
    {"5.6.7.8/32", no_address},
    {"5.6.7.8:80", no_address},
    {"[2a00:1234::1]", no_address},
    {"http://5.6.7.8/", no_address},
    {"5.6.7.8;reboot", no_address},
    {"5.6.7.8 IN A", no_address},
    {"$(reboot)", no_address},
    {"'5.6.7.8'", no_address},
    {"\"5.6.7.8\"", no_address},
    {"ip=5.6.7.8", no_address},
    {"Your IP is 5.6.7.8", no_address},
    {"Current IP Address: 5.6.7.8", no_address},
    {"5. 6.7.8", no_address},
    {"5.6.7.8\x1b[2J", no_address + "\"5.6.7.8\\x1b[2J\""},
    {"5.6.7.8\v", no_address},
    {"\xd9\xa5.6.7.8", no_address},                            // an Arabic digit
    {"\xef\xbc\x95.6.7.8", no_address},                        // a wide digit
    {"5.6.7.8\xe2\x80\x8b", no_address},                       // a space of no width
    {"\x1f\x8b\x08\0\0\0\0\0"s, no_address + "\"\\x1f\\x8b"},  // gzip
    {"\x89PNG\r\n\x1a\n", no_address},
    {std::string(4096, 'A'), no_address},
    {std::string(4096, '\xff'), no_address},
    {"HTTP/1.1 200 OK\r\n\r\n5.6.7.8", no_address},
    {"Set-Cookie: ip=5.6.7.8", no_address},
    {"2a00::1234::1", no_address},
    {"2a00:1234:0:0:0:0:0:0:1", no_address},
    {"2a00:12345::1", no_address},
    {":::", no_address},
    {"localhost", no_address},
    {"example.com", no_address},
    {"{\"ip\":\"5.6.7.8\"}", no_address},
    {"<html><body>5.6.7.8</body></html>", no_form},
    {"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", no_form},
    {"<!DOCTYPE html><html><head><title>Log in</title></head></html>", no_form},
    {"<!-- 5.6.7.8 -->", no_form},
    {head + "Current IP Address: </body></html>", no_form},
    {head + "Current IP Address: 5.6.7.8", no_form},
    {head + "Your IP Address: 5.6.7.8</body></html>", no_form},
    {head + "<!--Current IP Address: 5.6.7.8</body></html>", no_form},
    {"x" + dyndns, no_address},
    {dyndns + "x", no_form},
    {dyndns + dyndns, no_address},
    {head + "Current IP Address: 5.6.7.8, 5.6.7.9</body></html>", several},
    {head + "Current IP Address: 5.6.7.8<br></body></html>", no_address},
    {head + "Current IP Address: 010.6.7.8</body></html>", no_address},
};

const std::vector<Hostile> json_bodies{
    {"5.6.7.8", unsound},
    {"\"5.6.7.8\"", unsound},
    {"[\"5.6.7.8\"]", unsound},
    {"{", unsound},
    {"{}", "the JSON object has no \"ip\""},
    {R"({"IP":"5.6.7.8"})", "the JSON object has no \"ip\""},
    {R"({"a":{"ip":"5.6.7.8"}})", "the JSON object has no \"ip\""},
    {R"({"ip":"5.6.7.8","ip":"5.6.7.9"})", "the JSON object has \"ip\" twice"},
    {R"({"ip":"5.6.7.8","i\u0070":"5.6.7.9"})", "the JSON object has a name with an escape"},
    {R"({"ip":["5.6.7.8"]})", "\"ip\" of the JSON object is no string"},
    {R"({"ip":5})", "\"ip\" of the JSON object is no string"},
    {R"({"ip":null})", "\"ip\" of the JSON object is no string"},
    {R"({"ip":""})", no_address},
    {R"({"ip":" 5.6.7.8"})", no_address},
    {R"({"ip":"5.6.7.8\n"})", no_address},
    {R"({"ip":"\u0035.6.7.8"})", no_address},
    {R"({"ip":"5.6.7.8, 5.6.7.9"})", several},
    {R"({"ip":"2a00:1234::1"})", "\"2a00:1234::1\" is no IPv4 address"},
    {R"({"ip":"::ffff:5.6.7.8"})", dressed},
    {R"({"ip":"5.6.7.8"} {"ip":"5.6.7.9"})", unsound},
    {R"({"ip":"5.6.7.8"}x)", unsound},
    {R"({"ip":"5.6.7.8")", unsound},
    {R"({"ip":"5.6.7.8",})", unsound},
    {R"({"ip":"5.6.7.8)", unsound},
    {R"({ip:"5.6.7.8"})", unsound},
    {R"({'ip':'5.6.7.8'})", unsound},
    {R"({"a":01,"ip":"5.6.7.8"})", unsound},
    {R"({"a":1.,"ip":"5.6.7.8"})", unsound},
    {R"({"a":tru,"ip":"5.6.7.8"})", unsound},
    {R"({"a":"\x","ip":"5.6.7.8"})", unsound},
    {R"({"a":"\u12g4","ip":"5.6.7.8"})", unsound},
    {"{\"a\":\"\n\",\"ip\":\"5.6.7.8\"}", unsound},
    {"{\"a\":" + std::string(4000, '[') + "}", unsound},
    {"{\"ip\":\"5.6.7.8\"}\0"s, unsound},
};

}  // namespace

TEST_CASE("a page that is one address is that address") {
  CHECK(text("5.6.7.8", any) == "5.6.7.8");
  CHECK(text("5.6.7.8\n", ipv4) == "5.6.7.8");
  CHECK(text(" \t\r\n5.6.7.8\r\n\r\n", ipv4) == "5.6.7.8");
  CHECK(text("2A00:1234:0::1\n", ipv6) == "2a00:1234::1");
  CHECK(text("2a00:1234::1", any) == "2a00:1234::1");
}

TEST_CASE("the page of checkip.dyndns.org has its address in a sentence") {
  CHECK(text(dyndns + "\r\n", ipv4) == "5.6.7.8");
  CHECK(text(dyndns, ipv6) == "\"5.6.7.8\" is no IPv6 address");
}

TEST_CASE("a member of a JSON object is the address") {
  CHECK(text(R"({"ip":"5.6.7.8"})", json) == "5.6.7.8");
  CHECK(text("\r\n{ \"ok\" : true, \"n\":[1,-2.5e+3,{\"ip\":\"x\"},[],{}],\n\t\"ip\" :\"5.6.7.8\" ,"
             "\"s\":\"\\u00e9\\\"}\", \"z\":null }\n",
             json) == "5.6.7.8");
}

TEST_CASE("an address of the other family is refused") {
  CHECK(text("2a00:1234::1", ipv4) == "\"2a00:1234::1\" is no IPv4 address");
  CHECK(text("5.6.7.8", ipv6) == "\"5.6.7.8\" is no IPv6 address");
  CHECK(text("::ffff:5.6.7.8", ipv4) == dressed + "\"::ffff:5.6.7.8\"");
  CHECK(text("::FFFF:506:708", ipv6) == dressed + "\"::FFFF:506:708\"");
}

TEST_CASE("whatever else a page says, it is no address, and the refusal tells what came") {
  CHECK(plain_bodies.size() + json_bodies.size() > 100);
  for (const auto& [body, refusal] : plain_bodies) {
    CAPTURE(body.substr(0, 80));
    for (const auto& wish : {any, ipv4, ipv6}) {
      const auto found = address_in(body, wish);
      REQUIRE_FALSE(found);
      CHECK(found.error().starts_with(refusal));
      CHECK(found.error().size() < 260);
    }
  }
  for (const auto& [body, refusal] : json_bodies) {
    CAPTURE(body.substr(0, 80));
    const auto found = address_in(body, json);
    REQUIRE_FALSE(found);
    CHECK(found.error().starts_with(refusal));
    CHECK(found.error().size() < 260);
  }
}

TEST_CASE("no page that is cut short is an address") {
  const auto whole = R"({"a":[1,{"b":"\u0041"}],"ip":"5.6.7.8"})"s;
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK_FALSE(address_in(whole.substr(0, length), json));
  for (std::size_t length = 0; length < dyndns.size(); ++length)
    CHECK_FALSE(address_in(dyndns.substr(0, length), any));
}
