// SPDX-License-Identifier: MIT
// The small languages inside the file: durations, servers, near misses.
#include "settings/duration.h"
#include "settings/sample.h"
#include "settings/server.h"
#include "settings/words.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using namespace std::chrono_literals;

TEST_CASE("durations are read with their units") {
  const auto read = [](std::string_view text) {
    const auto duration = parse_duration(text);
    REQUIRE(duration);
    return *duration;
  };
  CHECK(read("250ms") == 250ms);
  CHECK(read("30s") == 30s);
  CHECK(read("5m") == 5min);
  CHECK(read("1h") == 1h);
  CHECK(read("1d") == 24h);
  CHECK(read("1h30m") == 90min);
  CHECK(read("1d1h1m1s1ms") == 25h + 1min + 1s + 1ms);
  CHECK(read("90m") == 90min);
  CHECK(read("0s") == 0s);
  CHECK(read("007s") == 7s);
  CHECK(read("106751d") == 106751 * 24h);
}

TEST_CASE("a duration that is none is refused with the way out") {
  const auto error = [](std::string_view text) {
    const auto duration = parse_duration(text);
    REQUIRE_FALSE(duration);
    return duration.error();
  };
  CHECK(error("") == "is empty: write a duration such as \"5m\"");
  CHECK(error("5") == "lacks a unit: write \"5s\"");
  CHECK(error("1h30") == "lacks a unit: write \"30s\"");
  CHECK(error("1.5h") == "has a fraction: write whole numbers, as in \"1m30s\"");
  CHECK(error("5min") == "has the unknown unit \"min\"; the units are d, h, m, s and ms");
  CHECK(error("5 m") == "has the unknown unit \" m\"; the units are d, h, m, s and ms");
  CHECK(error("5M") == "has the unknown unit \"M\"; the units are d, h, m, s and ms");
  CHECK(error("5m ") == "has the unknown unit \"m \"; the units are d, h, m, s and ms");
  CHECK(error("-5m") == "is no duration such as \"5m\"");
  CHECK(error("m") == "is no duration such as \"5m\"");
  CHECK(error("30m1h") == "does not go from the larger unit to the smaller");
  CHECK(error("1h1h") == "does not go from the larger unit to the smaller");
  CHECK(error("106752d") == "is longer than 292 years");
  CHECK(error("106751d24h") == "is longer than 292 years");
  CHECK(error("9223372036854775807d") == "is longer than 292 years");
  CHECK(error("99999999999999999999999999ms") == "is longer than 292 years");
}

TEST_CASE("a duration is written as it is read") {
  for (const auto* text : {"0s", "1ms", "250ms", "5m", "1h30m", "1d", "1d1h1m1s1ms"})
    CHECK(to_text(*parse_duration(text)) == text);
}

TEST_CASE("a server is a name or an address, with or without a port") {
  const auto read = [](std::string_view text) {
    const auto server = parse_server(text);
    REQUIRE(server);
    return *server;
  };
  CHECK(read("NS1.Example.com.") == core::Server{"ns1.example.com", 53});
  CHECK(read("localhost:65535") == core::Server{"localhost", 65535});
  CHECK(read("192.0.2.1:5353") == core::Server{"192.0.2.1", 5353});
  CHECK(read("2001:DB8::1") == core::Server{"2001:db8::1", 53});
  CHECK(read("[2001:db8::1]") == core::Server{"2001:db8::1", 53});
  CHECK(read("[::1]:1") == core::Server{"::1", 1});
  for (const auto* wrong :
       {"",      ":53",       "a:",   "a:x",          "a:0",    "a:65536",      "a:-1",
        "a: 53", "a b",       "[::1", "[::1]53",      "[::1]:", "[1.2.3.4]:53", "[ns1]:53",
        "1.2.3", "1.2.3.4.5", "::g",  "fe80::1%eth0", "*.a",    "a..b",         "dns://a"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_server(wrong));
  }
}

TEST_CASE("a slip of the keys finds the word that was meant") {
  const std::vector<std::string_view> words{"server", "key", "verify", "fudge", "off"};
  CHECK(nearest("sever", words) == "server");
  CHECK(nearest("servre", words) == "server");
  CHECK(nearest("servers", words) == "server");
  CHECK(nearest("keys", words) == "key");
  CHECK(nearest("kye", words) == "key");
  CHECK(nearest("of", words) == "off");
  CHECK_FALSE(nearest("transport", words));
  CHECK_FALSE(nearest("x", words));
  CHECK_FALSE(nearest("", words));
  CHECK_FALSE(nearest(std::string(1000000, 'k'), words));
}

TEST_CASE("what is quoted cannot harm a terminal or fill it") {
  CHECK(quote("a\x1b[2J\n") == "\"a\\x1b[2J\\n\"");
  CHECK(quote(std::string(1000, 'a')) == '"' + std::string(80, 'a') + "...\"");
}

}  // namespace
}  // namespace nsfollow::settings
